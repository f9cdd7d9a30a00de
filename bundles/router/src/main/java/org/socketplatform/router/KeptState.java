package org.socketplatform.router;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.socketplatform.access.AccessRules;
import org.socketplatform.plugin.Handover;

/**
 * What a plugin gave up for the next one of its name. It is adopted or closed, once. Safe for use
 * by many threads.
 */
final class KeptState {
  private final String plugin;
  private final Logger log;
  private final AtomicReference<@Nullable Map<String, Object>> state;

  private KeptState(String plugin, Map<String, Object> state, Logger log) {
    this.plugin = plugin;
    this.state = new AtomicReference<>(state);
    this.log = log;
  }

  /** Asks a plugin for its state; none, if it fails at that or gives out what it may not. */
  static Optional<KeptState> releasedBy(String plugin, Handover old, Logger log) {
    Map<String, Object> released;
    try {
      released = old.release();
    } catch (RuntimeException | LinkageError e) {
      log.log(Level.WARNING, "The plugin " + plugin + " did not release its state", e);
      return Optional.empty();
    }
    KeptState kept = new KeptState(plugin, released, log);
    Class<?> foreign = new Walk(_ -> {}).foreignIn(released);
    if (foreign != null) {
      log.log(
          Level.WARNING,
          "The state of the plugin "
              + plugin
              + " is dropped, for it has a "
              + foreign.getName()
              + " in it: only types of the JDK and of the plugin API outlive a plugin");
      kept.close();
      return Optional.empty();
    }
    return Optional.of(kept);
  }

  /** Gives it to a plugin that serves no call yet; closes it if that does not understand it. */
  void adoptedBy(Handover next) {
    Map<String, Object> adopted = state.getAndSet(null);
    if (adopted == null) {
      return;
    }
    try {
      next.adopt(adopted);
    } catch (RuntimeException | LinkageError e) {
      log.log(Level.WARNING, "The plugin " + plugin + " cannot adopt the state before it", e);
      closeAll(adopted);
    }
  }

  /** Closes what is in it, if nobody has adopted it. */
  void close() {
    Map<String, Object> left = state.getAndSet(null);
    if (left != null) {
      closeAll(left);
    }
  }

  private void closeAll(Map<String, Object> left) {
    new Walk(
            item -> {
              try {
                item.close();
              } catch (Exception e) {
                log.log(Level.WARNING, "State of the plugin " + plugin + " cannot be closed", e);
              }
            })
        .foreignIn(left);
  }

  /** Told of each thing that can be closed. */
  private interface Visitor {
    void visit(AutoCloseable item);
  }

  /** Goes over all that is in a state, once, whatever refers to what. */
  private static final class Walk {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Visitor visitor;
    private @Nullable Class<?> foreign;

    Walk(Visitor visitor) {
      this.visitor = visitor;
    }

    /** A type that neither the JDK nor the plugin API brought, if there is one. */
    @Nullable Class<?> foreignIn(Object root) {
      visit(root);
      return foreign;
    }

    private void visit(@Nullable Object item) {
      if (item == null || !seen.add(item)) {
        return;
      }
      if (!isShared(item.getClass())) {
        foreign = item.getClass();
      }
      if (item instanceof Map<?, ?> map) {
        map.forEach((key, value) -> {
          visit(key);
          visit(value);
        });
      } else if (item instanceof Collection<?> items) {
        items.forEach(this::visit);
      } else if (item instanceof Object[] array) {
        for (Object element : array) {
          visit(element);
        }
      } else if (item instanceof AutoCloseable closeable) {
        visitor.visit(closeable);
      }
    }

    /** True of the JDK, the plugin API, and what handlers get from the access rules. */
    private static boolean isShared(Class<?> type) {
      ClassLoader loader = type.getClassLoader();
      return loader == null
          || loader.equals(AccessRules.class.getClassLoader())
          || loader.equals(ClassLoader.getPlatformClassLoader())
          || loader.equals(Handover.class.getClassLoader());
    }
  }
}
