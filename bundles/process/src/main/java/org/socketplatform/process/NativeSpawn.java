package org.socketplatform.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Starts a program by {@code posix_spawn(3)}, with exactly the descriptors that it is to have. */
final class NativeSpawn {
  /** Descriptors that are handed over must have numbers from here on, out of the way of others. */
  static final int FIRST_FREE = 64;

  private static final MemorySegment SPAWN = Posix.function("posix_spawn");
  private static final MemorySegment ACTIONS_INIT = Posix.function("posix_spawn_file_actions_init");
  private static final MemorySegment ACTIONS_DESTROY =
      Posix.function("posix_spawn_file_actions_destroy");
  private static final MemorySegment ADD_DUP2 = Posix.function("posix_spawn_file_actions_adddup2");
  private static final MemorySegment ADD_OPEN = Posix.function("posix_spawn_file_actions_addopen");
  private static final MemorySegment ADD_FOLDER =
      Posix.function("posix_spawn_file_actions_addchdir_np");
  private static final MemorySegment ADD_CLOSE_FROM =
      Posix.function("posix_spawn_file_actions_addclosefrom_np");
  private static final MemorySegment ATTRIBUTES_INIT = Posix.function("posix_spawnattr_init");
  private static final MemorySegment ATTRIBUTES_DESTROY = Posix.function("posix_spawnattr_destroy");
  private static final MemorySegment SET_FLAGS = Posix.function("posix_spawnattr_setflags");
  private static final MemorySegment SET_MASK = Posix.function("posix_spawnattr_setsigmask");
  private static final MemorySegment SET_DEFAULT = Posix.function("posix_spawnattr_setsigdefault");
  private static final MemorySegment FILL_SET = Posix.function("sigfillset");

  private static final int SETSIGDEF = 0x04;
  private static final int SETSIGMASK = 0x08;
  private static final int SETSID = 0x80;

  /** Enough for either structure of glibc (80 and 336 bytes) and musl. */
  private static final long STRUCT_BYTES = 512;

  /** A {@code sigset_t}. */
  private static final long SET_BYTES = 128;

  private NativeSpawn() {}

  /**
   * Starts it; the program is not looked for on the search path.
   *
   * @return its process id
   * @throws IOException if it cannot be started
   */
  static int start(Launch launch) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(STRUCT_BYTES, 16);
      MemorySegment attributes = arena.allocate(STRUCT_BYTES, 16);
      check(Posix.call(ACTIONS_INIT, actions.address(), 0, 0));
      check(Posix.call(ATTRIBUTES_INIT, attributes.address(), 0, 0));
      try {
        fill(actions, launch, arena);
        fill(attributes, launch.detached(), arena);
        MemorySegment pid = arena.allocate(JAVA_INT);
        check(
            Posix.call(
                SPAWN,
                pid.address(),
                text(arena, launch.command().getFirst()),
                actions.address(),
                attributes.address(),
                texts(arena, launch.command()).address(),
                texts(
                        arena,
                        launch.environment().entrySet().stream()
                            .map(variable -> variable.getKey() + "=" + variable.getValue())
                            .toList())
                    .address()));
        return pid.get(JAVA_INT, 0);
      } finally {
        Posix.call(ACTIONS_DESTROY, actions.address(), 0, 0);
        Posix.call(ATTRIBUTES_DESTROY, attributes.address(), 0, 0);
      }
    }
  }

  private static void fill(MemorySegment actions, Launch launch, Arena arena) throws IOException {
    long into = actions.address();
    long nowhere = text(arena, "/dev/null");
    List<Integer> descriptors = launch.descriptors();
    for (int i = 0; i < descriptors.size(); i++) {
      check(
          descriptors.get(i) == Launch.NULL
              ? Posix.call(ADD_OPEN, into, i, nowhere, Posix.O_RDWR, 0, 0)
              : Posix.call(ADD_DUP2, into, descriptors.get(i), i));
    }
    check(Posix.call(ADD_CLOSE_FROM, into, Math.max(3, descriptors.size()), 0));
    check(Posix.call(ADD_FOLDER, into, text(arena, launch.folder().toString()), 0));
  }

  /** What the JVM ignores or blocks is no affair of the program. */
  private static void fill(MemorySegment attributes, boolean detached, Arena arena)
      throws IOException {
    MemorySegment all = arena.allocate(SET_BYTES, 8);
    Posix.call(FILL_SET, all.address(), 0, 0);
    MemorySegment none = arena.allocate(SET_BYTES, 8);
    check(Posix.call(SET_DEFAULT, attributes.address(), all.address(), 0));
    check(Posix.call(SET_MASK, attributes.address(), none.address(), 0));
    int flags = SETSIGDEF | SETSIGMASK | (detached ? SETSID : 0);
    check(Posix.call(SET_FLAGS, attributes.address(), flags, 0));
  }

  /** These functions return the number of the error. */
  private static void check(Posix.Result result) throws IOException {
    if ((int) result.value() != 0) {
      throw Posix.failed((int) result.value());
    }
  }

  private static long text(Arena arena, String text) {
    return arena.allocateFrom(text).address();
  }

  private static MemorySegment texts(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }
}
