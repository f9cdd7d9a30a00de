package org.socketplatform.bluetooth;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.webview.api.Picker;

/**
 * Has devices chosen for pages: by the person at the screen, one in a window at a time, or by the
 * rule of {@code [bluetooth] choose}. Safe for use by many threads.
 */
final class Requests {
  private final Application application;
  private final Screen screen;
  private final Set<Integer> asking = ConcurrentHashMap.newKeySet();

  Requests(Application application, Screen screen) {
    this.application = application;
    this.screen = screen;
  }

  /**
   * Blocks until a device is chosen.
   *
   * @param window index of the window that asks
   * @param filters the device must meet one; none for any device
   * @throws FailureException {@code CANCELLED} or {@code NOT_FOUND} if none is
   */
  Advertisement await(
      int window, BluetoothProvider provider, List<Filter> filters, Cancellation cancellation)
      throws InterruptedException {
    boolean byService = !filters.isEmpty() && filters.stream().noneMatch(f -> f.uuids().isEmpty());
    Set<UUID> sought = new HashSet<>();
    if (byService) {
      filters.forEach(filter -> sought.addAll(filter.uuids()));
    }
    return new Request(provider, chooser(window, provider))
        .await(
            sought,
            heard -> filters.isEmpty() || filters.stream().anyMatch(f -> f.matches(heard)),
            cancellation);
  }

  private Chooser chooser(int window, BluetoothProvider provider) {
    Optional<String> rule = application.settings().text("bluetooth.choose");
    if (rule.isEmpty() && !application.window().headless()) {
      return person(window, provider);
    }
    try {
      return Rule.valueOf(rule.orElse("first").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new FailureException(
          Failure.badRequest(
              "[bluetooth] choose in socket.ini must be first, strongest or none; it is '"
                  + rule.orElse("")
                  + "'"));
    }
  }

  private Chooser person(int window, BluetoothProvider provider) {
    Picker picker =
        screen
            .picker()
            .orElseThrow(() ->
                new FailureException(
                    new Failure(
                        "NotSupportedError",
                        "NO_CHOOSER",
                        "Nobody can be asked for a device; set [bluetooth] choose = first in"
                            + " socket.ini")));
    if (!asking.add(window)) {
      throw new BluetoothException(
          Code.IN_PROGRESS, "A device is being chosen in this window: wait for that");
    }
    return new AskedPerson(
        picker.open(AskedPerson.question(window, application.title())),
        provider::state,
        () -> asking.remove(window));
  }
}
