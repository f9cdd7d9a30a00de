package org.socketplatform.bluetooth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.Registration;
import org.socketplatform.plugin.EventStream;

/**
 * All that one page or worker does over Bluetooth; it ends with the page. The radio is not touched
 * before something is asked of it. Safe for use by many threads.
 */
final class Session implements AutoCloseable {
  private static final int MOST_PEERS = 32;

  /** A value of 512 bytes in base 64, and what is said about it. */
  private static final int EVENT_BYTES = 1024;

  private final Machines machines;
  private final ChosenDevices chosen;
  private final String origin;
  private final EventStream<Event> events;

  // Guarded by this.
  private final Map<UUID, Peer> peers = new HashMap<>();
  private @Nullable Open open;
  private boolean closed;

  private record Open(Machines.Machine machine, WebDevices devices, Registration states) {}

  Session(Machines machines, ChosenDevices chosen, String origin, Runnable ended) {
    this.machines = machines;
    this.chosen = chosen;
    this.origin = origin;
    this.events = new EventStream<>(new Event.Ready(), Event.Lost::new, _ -> EVENT_BYTES, ended);
  }

  /** The name that Core Bluetooth has for it. */
  static String nameOf(AdapterState state) {
    return switch (state) {
      case UNSUPPORTED -> "unsupported";
      case POWERED_OFF -> "poweredOff";
      case POWERED_ON -> "poweredOn";
    };
  }

  private synchronized Open open() {
    if (closed) {
      throw new BluetoothException(Code.DISCONNECTED, "The page has gone");
    }
    Open known = open;
    if (known == null) {
      Machines.Machine machine = machines.open();
      BluetoothProvider provider = machine.provider();
      known =
          new Open(
              machine,
              new WebDevices(provider, chosen, origin, events::tell),
              provider.onState(state -> events.tell(new Event.State(nameOf(state)))));
      open = known;
    }
    return known;
  }

  BluetoothProvider provider() {
    return open().machine().provider();
  }

  EventStream<Event> events() {
    return events;
  }

  WebDevices devices() {
    return open().devices();
  }

  synchronized Peer peer(UUID service) {
    BluetoothProvider provider = provider();
    if (!peers.containsKey(service) && peers.size() >= MOST_PEERS) {
      throw new BluetoothException(
          Code.TOO_MANY, "A page has at most " + MOST_PEERS + " Bluetooth services");
    }
    return peers.computeIfAbsent(service, each -> new Peer(provider, each, events::tell));
  }

  @Override
  public void close() {
    Open left;
    List<Peer> all;
    synchronized (this) {
      closed = true;
      left = open;
      open = null;
      all = List.copyOf(peers.values());
      peers.clear();
    }
    all.forEach(Peer::close);
    if (left != null) {
      left.states().close();
      left.devices().close();
      left.machine().close();
    }
    events.close();
  }
}
