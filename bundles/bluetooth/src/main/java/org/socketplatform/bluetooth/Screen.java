package org.socketplatform.bluetooth;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.socketplatform.webview.api.Picker;

/**
 * Where a person can be asked for a device, while there is such a place. Safe for use by many
 * threads.
 */
@Component(service = Screen.class)
public final class Screen {
  private final AtomicReference<@Nullable Picker> picker = new AtomicReference<>();

  /** Nobody can be asked yet. */
  @Activate
  public Screen() {}

  /** Takes up where people can be asked. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindPicker(Picker there) {
    picker.set(there);
  }

  void unbindPicker(Picker gone) {
    picker.compareAndSet(gone, null);
  }

  Optional<Picker> picker() {
    return Optional.ofNullable(picker.get());
  }
}
