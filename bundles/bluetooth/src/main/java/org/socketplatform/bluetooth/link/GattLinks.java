package org.socketplatform.bluetooth.link;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.Property;
import org.socketplatform.bluetooth.api.PacketListener;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.PeripheralListener;
import org.socketplatform.bluetooth.api.Registration;
import org.socketplatform.bluetooth.events.Inbox;

/**
 * All links of one service. Each side advertises and connects, so two peers may have two
 * connections; the one whose central has the smaller name stays. The other kind is told of only
 * after a while, so that nothing is sent on a link that is about to be replaced.
 */
public final class GattLinks implements PeripheralListener, Registration {
  /** Under which values go both ways: written by centrals, notified by peripherals. */
  private static final UUID CHARACTERISTIC =
      UUID.fromString("2bb0d3a2-6f0e-4c0d-9d41-5c6f1f4b7a10");

  /** The opcode and the handle before a value. */
  private static final int ATT_HEADER = 3;

  private static final int MOST_LINKS = 64;
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final BluetoothProvider provider;
  private final UUID service;
  private final PacketListener listener;
  private final long name;
  private final SecureRandom random = new SecureRandom();
  private final Inbox inbox = new Inbox("bluetooth-packets");
  private final Set<DeviceId> connecting = ConcurrentHashMap.newKeySet();
  private final Map<DeviceId, Connected> connections = new ConcurrentHashMap<>();

  /** Whom a device turned out to be, so that it is not connected to twice. */
  private final Map<DeviceId, Long> known = new ConcurrentHashMap<>();

  // Guarded by this.
  private final Map<Integer, GattLink> links = new ConcurrentHashMap<>();
  private @Nullable Peripheral peripheral;
  private @Nullable Registration scan;
  private boolean closed;

  /** A connection, and the number of the link on it. */
  private record Connected(int link, Connection connection) {}

  /** Nothing happens before {@link #start}. */
  public GattLinks(BluetoothProvider provider, UUID service, PacketListener listener) {
    this.provider = provider;
    this.service = service;
    this.listener = listener;
    this.name = random.nextLong();
  }

  /** Offers the service and looks for it. */
  public synchronized GattLinks start() {
    peripheral =
        provider.serve(
            List.of(
                new Gatt.ServiceSpec(
                    service,
                    List.of(
                        Gatt.CharacteristicSpec.of(
                            CHARACTERISTIC,
                            Property.WRITE,
                            Property.WRITE_WITHOUT_RESPONSE,
                            Property.NOTIFY)))),
            Optional.empty(),
            true,
            this);
    scan = provider.scan(Set.of(service), this::heard);
    return this;
  }

  private void publish(byte[] value) {
    Peripheral served;
    synchronized (this) {
      served = peripheral;
    }
    if (served != null) {
      served.publish(service, CHARACTERISTIC, value);
    }
  }

  // --- as a peripheral --------------------------------------------------------------------------

  @Override
  public byte[] onRead(DeviceId central, UUID ofService, UUID characteristic) {
    return new byte[0];
  }

  @Override
  public void onWrite(DeviceId central, UUID ofService, UUID characteristic, byte[] value) {
    Frame.decode(value)
        .ifPresent(frame -> {
          if (frame.kind() == Frame.Kind.HELLO) {
            open(frame.name(), frame.link(), false, frame.valueLength(), this::publish);
          } else {
            received(frame, false);
          }
        });
  }

  /** The last central has gone. */
  @Override
  public void onSubscription(UUID ofService, UUID characteristic, boolean subscribed) {
    if (!subscribed) {
      links.values().stream().filter(link -> !link.isCentral()).toList().forEach(this::drop);
    }
  }

  // --- as a central -----------------------------------------------------------------------------

  private void heard(Advertisement heard) {
    DeviceId device = heard.device();
    Long peer = known.get(device);
    if ((peer == null || !isLinked(peer))
        && !connections.containsKey(device)
        && connecting.add(device)) {
      Thread.ofVirtual()
          .name("bluetooth-connect")
          .start(() -> {
            try {
              connect(device);
            } catch (BluetoothException e) {
              close(device); // it is tried again when it is heard again
            } finally {
              connecting.remove(device);
            }
          });
    }
  }

  private boolean isLinked(long peer) {
    return links.values().stream().anyMatch(link -> link.peer() == peer);
  }

  private void connect(DeviceId device) {
    int link = random.nextInt();
    Connection connection = provider.connect(device, () -> gone(device, link));
    connections.put(device, new Connected(link, connection));
    int handle = connection.characteristic(service, CHARACTERISTIC).handle();
    int length = Math.min(Gatt.LONGEST_VALUE, connection.mtu() - ATT_HEADER);
    Consumer<byte[]> wire = value -> connection.write(handle, value, Gatt.Write.WITHOUT_RESPONSE);
    connection.subscribe(
        handle,
        value ->
            Frame.decode(value)
                .filter(frame -> frame.link() == link)
                .ifPresent(frame -> {
                  if (frame.kind() == Frame.Kind.HELLO) {
                    long peer = frame.name();
                    known.put(device, peer);
                    open(peer, link, true, length, wire);
                  } else if (frame.kind() == Frame.Kind.BYE) {
                    drop(link);
                    Thread.ofVirtual().name("bluetooth-bye").start(() -> close(device));
                  } else {
                    received(frame, true);
                  }
                }));
    connection.write(handle, Frame.hello(link, name, length).encode(), Gatt.Write.WITH_RESPONSE);
  }

  private void gone(DeviceId device, int link) {
    drop(link);
    connections.computeIfPresent(
        device, (_, connected) -> connected.link() == link ? null : connected);
  }

  private void drop(int link) {
    GattLink lost = links.get(link);
    if (lost != null) {
      drop(lost);
    }
  }

  private void close(DeviceId device) {
    Connected connected = connections.remove(device);
    if (connected != null) {
      connected.connection().close();
    }
  }

  // --- links ------------------------------------------------------------------------------------

  private void open(long peer, int number, boolean isCentral, int length, Consumer<byte[]> wire) {
    GattLink made;
    GattLink left = null;
    boolean isPreferred = isCentral == (Long.compareUnsigned(name, peer) < 0);
    synchronized (this) {
      if (closed || links.containsKey(number) || links.size() >= MOST_LINKS || peer == name) {
        return;
      }
      GattLink other =
          links.values().stream().filter(link -> link.peer() == peer).findFirst().orElse(null);
      if (other != null) {
        if (other.isCentral() == isCentral || isPreferred) {
          left = other; // the peer has come again, or this is the link that stays
        } else {
          if (!isCentral) {
            say(Frame.hello(number, name, length), Frame.bye(number));
          }
          return;
        }
      }
      made =
          new GattLink(
              peer, number, isCentral, length, wire, () -> inbox.run(() -> writable(number)));
      links.put(number, made);
    }
    GattLink opened = made;
    if (left != null) {
      drop(left);
      if (!left.isCentral()) {
        say(Frame.bye(left.link()));
      }
    }
    made.start(isCentral ? Optional.empty() : Optional.of(Frame.hello(number, name, length)));
    if (isPreferred) {
      announce(opened);
    } else {
      Thread.ofVirtual()
          .name("bluetooth-announce")
          .start(() -> {
            try {
              Thread.sleep(GRACE);
              announce(opened);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  private void announce(GattLink link) {
    if (links.containsValue(link) && link.announce()) {
      inbox.run(() -> listener.opened(link));
    }
  }

  /** As a peripheral, which cannot end a connection, but ask for that. */
  private void say(Frame... frames) {
    Thread.ofVirtual()
        .name("bluetooth-say")
        .start(() -> {
          for (Frame frame : frames) {
            publish(frame.encode());
          }
        });
  }

  private void writable(int number) {
    GattLink link = links.get(number);
    if (link != null) {
      listener.writable(link);
    }
  }

  private void received(Frame frame, boolean isCentral) {
    GattLink link = links.get(frame.link());
    if (link != null && link.isCentral() == isCentral && frame.kind() != Frame.Kind.BYE) {
      link.received(frame)
          .ifPresent(packet -> {
            announce(link);
            inbox.run(() -> listener.received(link, packet));
          });
    }
  }

  private void drop(GattLink link) {
    if (links.remove(link.link(), link)) {
      link.close();
      if (!link.announce()) {
        inbox.run(() -> listener.closed(link));
      }
    }
  }

  @Override
  public void close() {
    Registration scanning;
    Peripheral served;
    synchronized (this) {
      closed = true;
      scanning = scan;
      served = peripheral;
    }
    if (scanning != null) {
      scanning.close();
    }
    Set<GattLink> all = new HashSet<>(links.values());
    all.forEach(this::drop);
    connections.keySet().forEach(this::close);
    if (served != null) {
      served.close();
    }
  }
}
