package org.socketplatform.bluetooth;

import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.socketplatform.bluetooth.api.PacketLinks;
import org.socketplatform.bluetooth.api.PacketListener;
import org.socketplatform.bluetooth.api.Registration;
import org.socketplatform.bluetooth.link.GattLinks;
import org.socketplatform.plugin.Application;

/** Offers {@link PacketLinks} over the Bluetooth that the app uses. */
@Component
public final class NearbyPackets implements PacketLinks {
  private final Machines machines;

  /** Touches no radio yet. */
  @Activate
  public NearbyPackets(@Reference Application application) {
    machines = new Machines(application.settings());
  }

  @Override
  public Registration open(UUID service, PacketListener listener) {
    Machines.Machine machine = machines.open();
    GattLinks links = new GattLinks(machine.provider(), service, listener).start();
    return () -> {
      links.close();
      machine.close();
    };
  }

  @Deactivate
  void close() {
    machines.close();
  }
}
