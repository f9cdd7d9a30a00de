package org.socketplatform.bluetooth;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.webview.api.Picker;

/** A chooser that has a person pick the device in a dialog, which shows devices as they come. */
final class AskedPerson implements Chooser {
  private static final Duration PATIENCE = Duration.ofDays(1);

  /** Signals at least so strong, in dBm, are worth a bar each. */
  private static final int[] BARS = {-90, -80, -67, -55};

  private final Picker.Picking dialog;
  private final Supplier<AdapterState> adapter;
  private final Runnable closed;

  /**
   * Asks.
   *
   * @param adapter told where there is nothing to pick
   * @param closed called when the person is asked no more
   */
  AskedPerson(Picker.Picking dialog, Supplier<AdapterState> adapter, Runnable closed) {
    this.dialog = dialog;
    this.adapter = adapter;
    this.closed = closed;
  }

  /** The question in the window of a page. */
  static Picker.Question question(int window, String app) {
    return new Picker.Question(
        window,
        "Bluetooth device",
        app
            + " looks for a Bluetooth device. It may use the one that you pick for as long as it"
            + " runs, and no other.",
        "Pair");
  }

  @Override
  public Duration patience() {
    return PATIENCE;
  }

  @Override
  public Optional<Advertisement> choose(Collection<Advertisement> candidates, boolean isLast) {
    dialog.show(candidates.stream().map(AskedPerson::item).toList(), note());
    Optional<String> picked = dialog.picked().getNow(null);
    if (picked == null) {
      return Optional.empty();
    }
    return Optional.of(
        candidates.stream()
            .filter(each -> Optional.of(each.device().value()).equals(picked))
            .findFirst()
            .orElseThrow(Rule::cancelled));
  }

  private String note() {
    return switch (adapter.get()) {
      case POWERED_ON -> "Looking for devices…";
      case POWERED_OFF -> "Bluetooth is off: switch it on, and devices appear here.";
      case UNSUPPORTED -> "There is no Bluetooth: plug an adapter in, and devices appear here.";
    };
  }

  private static Picker.Item item(Advertisement heard) {
    String id = heard.device().value();
    return new Picker.Item(
        id,
        heard.name().orElse("Without a name, " + id),
        bars(heard.rssi()),
        heard.rssi() + " dBm");
  }

  static int bars(int rssi) {
    int bars = 0;
    while (bars < BARS.length && rssi >= BARS[bars]) {
      bars++;
    }
    return bars;
  }

  @Override
  public void close() {
    dialog.close();
    closed.run();
  }
}
