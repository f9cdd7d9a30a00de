package org.socketplatform.bluetooth.bluez;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.transport.jre.NativeTransportProvider;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/**
 * What BlueZ says of itself, kept up to date. Comes back by itself when the bus or BlueZ was away.
 * Safe for use by many threads.
 */
final class Bus implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Bus.class.getName());
  private static final long FIRST_ATTEMPT_SECONDS = 5;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 8000;

  private final Supplier<DBusConnectionBuilder> address;
  private final Listener listener;
  private final CountDownLatch attempted = new CountDownLatch(1);
  private final Semaphore lost = new Semaphore(0);
  private final Thread keeper;
  private volatile @Nullable DBusConnection connection;
  private volatile boolean closed;

  // Guarded by this.
  private final Map<String, Map<String, Map<String, Object>>> objects = new TreeMap<>();
  private String owner = "";

  /** Is told, on one thread, of what has changed already. It must not call what blocks. */
  interface Listener {
    /** Everything may be different: the bus or BlueZ came or went. */
    void reset();

    void added(String path, Set<String> interfaces);

    void removed(String path, Set<String> interfaces);

    void changed(String path, String name, Map<String, Object> values);
  }

  Bus(Supplier<DBusConnectionBuilder> address, Listener listener) {
    this.address = address;
    this.listener = listener;
    this.keeper = Thread.ofVirtual().name("bluez-bus").unstarted(this::keep);
  }

  /** Returns once it is known whether there is a bus. */
  void start() {
    keeper.start();
    try {
      if (!attempted.await(FIRST_ATTEMPT_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "D-Bus does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (!closed) {
        lost.drainPermits();
        try {
          connect();
          pause = FIRST_PAUSE_MILLIS;
          listener.reset();
          attempted.countDown();
          lost.acquire();
          forget();
        } catch (DBusException | DBusExecutionException e) {
          LOG.log(System.Logger.Level.DEBUG, "There is no system bus", e);
          disconnect();
          attempted.countDown();
          Thread.sleep(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private void connect() throws DBusException {
    DBusConnection made =
        address
            .get()
            .withShared(false)
            .withDisconnectCallback(new Lost())
            .transportConfig()
            .withServiceLoaderClassLoader(NativeTransportProvider.class.getClassLoader())
            .back()
            .receivingThreadConfig()
            .withSignalThreadCount(1)
            .withMethodCallThreadCount(1)
            .connectionConfig()
            .build();
    connection = made;
    made.addSigHandler(DBus.NameOwnerChanged.class, this::ownerChanged);
    made.addSigHandler(ObjectManager.InterfacesAdded.class, this::added);
    made.addSigHandler(ObjectManager.InterfacesRemoved.class, this::removed);
    made.addSigHandler(Properties.PropertiesChanged.class, this::changed);
    load(made);
  }

  private final class Lost implements IDisconnectCallback {
    @Override
    public void disconnectOnError(IOException error) {
      lost.release();
    }

    @Override
    public void clientDisconnect() {
      lost.release();
    }

    @Override
    public void exceptionOnTerminate(IOException error) {
      lost.release();
    }
  }

  /** Signals wait meanwhile, so that none is older than what is read here. */
  private synchronized void load(DBusConnection from) throws DBusException {
    objects.clear();
    owner = "";
    String name = ownerOf(from);
    if (name.isEmpty()) {
      return;
    }
    from.getRemoteObject(name, "/", ObjectManager.class)
        .GetManagedObjects()
        .forEach((path, interfaces) -> put(path.getPath(), interfaces));
    owner = name;
  }

  private static String ownerOf(DBusConnection from) {
    try {
      String name = from.getDBusOwnerName(Bluez.NAME);
      return name == null ? "" : name;
    } catch (DBusExecutionException e) {
      return "";
    }
  }

  private void put(String path, Map<String, Map<String, Variant<?>>> interfaces) {
    Map<String, Map<String, Object>> known = objects.computeIfAbsent(path, _ -> new HashMap<>());
    interfaces.forEach((name, values) -> known.put(name, plain(values)));
  }

  private static Map<String, Object> plain(Map<String, Variant<?>> values) {
    Map<String, Object> plain = new LinkedHashMap<>();
    values.forEach((name, value) -> plain.put(name, value.getValue()));
    return plain;
  }

  private void forget() {
    synchronized (this) {
      objects.clear();
      owner = "";
    }
    disconnect();
    if (!closed) {
      listener.reset();
    }
  }

  private void disconnect() {
    DBusConnection old = connection;
    connection = null;
    if (old != null) {
      old.disconnect();
    }
  }

  private void ownerChanged(DBus.NameOwnerChanged signal) {
    DBusConnection current = connection;
    if (!signal.name.equals(Bluez.NAME) || current == null) {
      return;
    }
    try {
      load(current);
    } catch (DBusException | DBusExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "BlueZ does not say what it has: " + e.getMessage());
    }
    listener.reset();
  }

  /** Anybody on the bus may send such signals. */
  private boolean isForeign(DBusSignal signal) {
    return owner.isEmpty() || !owner.equals(signal.getSource());
  }

  private void added(ObjectManager.InterfacesAdded signal) {
    String path = signal.getSignalSource().getPath();
    synchronized (this) {
      if (isForeign(signal)) {
        return;
      }
      put(path, signal.getInterfaces());
    }
    listener.added(path, signal.getInterfaces().keySet());
  }

  private void removed(ObjectManager.InterfacesRemoved signal) {
    String path = signal.getSignalSource().getPath();
    synchronized (this) {
      Map<String, Map<String, Object>> known = objects.get(path);
      if (isForeign(signal) || known == null) {
        return;
      }
      known.keySet().removeAll(signal.getInterfaces());
      if (known.isEmpty()) {
        objects.remove(path);
      }
      notifyAll();
    }
    listener.removed(path, Set.copyOf(signal.getInterfaces()));
  }

  private void changed(Properties.PropertiesChanged signal) {
    String path = signal.getPath();
    Map<String, Object> values = plain(signal.getPropertiesChanged());
    synchronized (this) {
      Map<String, Map<String, Object>> known = objects.get(path);
      if (isForeign(signal) || known == null) {
        return;
      }
      Map<String, Object> properties =
          known.computeIfAbsent(signal.getInterfaceName(), _ -> new HashMap<>());
      properties.putAll(values);
      properties.keySet().removeAll(signal.getPropertiesRemoved());
      notifyAll();
    }
    listener.changed(path, signal.getInterfaceName(), values);
  }

  /** The unique name of BlueZ; empty if it does not run. */
  synchronized String owner() {
    return owner;
  }

  /** The objects with an interface, in the order of their paths. */
  synchronized List<String> paths(String name) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getValue().containsKey(name))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What an object says; empty if it is not there. */
  synchronized Map<String, Object> properties(String path, String name) {
    return Map.copyOf(objects.getOrDefault(path, Map.of()).getOrDefault(name, Map.of()));
  }

  /**
   * Waits until a property is true. False if that takes too long, if the object goes, or if another
   * property that it depends on is not true any more, or not soon.
   */
  synchronized boolean await(
      String path, String name, String property, String condition, long millis, long soonMillis)
      throws InterruptedException {
    long start = System.nanoTime();
    boolean wasTrue = false;
    while (!isTrue(properties(path, name), property)) {
      boolean isTrue = isTrue(properties(path, name), condition);
      wasTrue |= isTrue;
      long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      long left = (isTrue ? millis : soonMillis) - passed;
      if (left <= 0 || (wasTrue && !isTrue) || !objects.containsKey(path)) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  static boolean isTrue(Map<String, Object> properties, String name) {
    return Boolean.TRUE.equals(properties.get(name));
  }

  static Optional<String> text(Map<String, Object> properties, String name) {
    return properties.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  static Optional<String> path(Map<String, Object> properties, String name) {
    return properties.get(name) instanceof DBusPath path
        ? Optional.of(path.getPath())
        : Optional.empty();
  }

  /** A value of bytes, in either form that the D-Bus library has for them. */
  static Optional<byte[]> bytes(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return Optional.of(bytes);
    }
    if (value instanceof List<?> list && list.stream().allMatch(Byte.class::isInstance)) {
      byte[] bytes = new byte[list.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (Byte) list.get(i);
      }
      return Optional.of(bytes);
    }
    return Optional.empty();
  }

  /** The connection of now. */
  Optional<DBusConnection> connection() {
    return Optional.ofNullable(connection);
  }

  /** An object of BlueZ, to call. */
  <T extends DBusInterface> T remote(String path, Class<T> type) {
    DBusConnection current = connection;
    if (current == null) {
      throw Failures.noBus(new DBusException("not connected"));
    }
    try {
      return current.getRemoteObject(Bluez.NAME, path, type);
    } catch (DBusException e) {
      throw Failures.noBus(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    disconnect();
  }
}
