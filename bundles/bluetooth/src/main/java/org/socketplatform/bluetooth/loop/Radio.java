package org.socketplatform.bluetooth.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Registration;
import org.socketplatform.bluetooth.events.Inbox;

/** The radio of one machine. Safe for use by many threads. */
public final class Radio {
  private static final int SMALLEST_MTU = 23;
  private static final int LARGEST_MTU = 517;

  private final Air air;
  private final String name;
  private final DeviceId id;
  private final Inbox inbox;

  // Guarded by air.
  private final List<Served> served = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Consumer<AdapterState>> watchers = new ArrayList<>();
  private double position;
  private int mtu = LARGEST_MTU;
  private boolean plugged = true;
  private boolean powered = true;
  private int handles = 0x10;

  Radio(Air air, String name, DeviceId id) {
    this.air = air;
    this.name = name;
    this.id = id;
    this.inbox = new Inbox("bluetooth-" + name);
  }

  /** Such as {@code alice}. */
  public String name() {
    return name;
  }

  /** What others know it by. */
  public DeviceId id() {
    return id;
  }

  Air air() {
    return air;
  }

  Inbox inbox() {
    return inbox;
  }

  /** Switches it on or off. */
  public void power(boolean on) {
    change(() -> powered = on);
  }

  /** Plugs it in, or pulls it out. */
  public void plug(boolean in) {
    change(() -> plugged = in);
  }

  /**
   * Moves it.
   *
   * @param metres from where all radios are at first
   */
  public void moveTo(double metres) {
    change(() -> position = metres);
  }

  /** The largest packet that it takes, for connections from now on: 23 to 517 bytes. */
  public void mtu(int bytes) {
    synchronized (air) {
      mtu = Math.clamp(bytes, SMALLEST_MTU, LARGEST_MTU);
    }
  }

  int mtu() {
    synchronized (air) {
      return mtu;
    }
  }

  double position() {
    synchronized (air) {
      return position;
    }
  }

  /** The state of now. */
  public AdapterState state() {
    synchronized (air) {
      return !plugged
          ? AdapterState.UNSUPPORTED
          : powered ? AdapterState.POWERED_ON : AdapterState.POWERED_OFF;
    }
  }

  boolean isOn() {
    return state() == AdapterState.POWERED_ON;
  }

  private void change(Runnable change) {
    List<Link> broken;
    synchronized (air) {
      AdapterState before = state();
      change.run();
      AdapterState after = state();
      if (before != after) {
        watchers.forEach(watcher -> inbox.run(() -> watcher.accept(after)));
      }
      broken = links.stream().filter(Predicate.not(Link::holds)).toList();
    }
    broken.forEach(Link::end);
  }

  Registration watch(Consumer<AdapterState> watcher) {
    synchronized (air) {
      watchers.add(watcher);
      AdapterState now = state();
      inbox.run(() -> watcher.accept(now));
    }
    return () -> {
      synchronized (air) {
        watchers.remove(watcher);
      }
    };
  }

  /** Handles for as many attributes; gives the first. */
  int handles(int count) {
    synchronized (air) {
      int first = handles;
      handles += count;
      return first;
    }
  }

  List<Served> served() {
    synchronized (air) {
      return List.copyOf(served);
    }
  }

  void add(Served more) {
    synchronized (air) {
      served.add(more);
    }
  }

  /** Whoever is connected is disconnected: what it knows of the attributes is not true any more. */
  void remove(Served less) {
    List<Link> broken;
    synchronized (air) {
      if (!served.remove(less)) {
        return;
      }
      broken = links.stream().filter(link -> link.peripheral() == this).toList();
    }
    broken.forEach(Link::end);
  }

  List<Link> links() {
    synchronized (air) {
      return List.copyOf(links);
    }
  }

  void add(Link link) {
    synchronized (air) {
      links.add(link);
    }
  }

  void remove(Link link) {
    synchronized (air) {
      links.remove(link);
    }
  }
}
