package org.socketplatform.bluetooth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.testkit.Answer;
import org.socketplatform.testkit.PendingCall;
import org.socketplatform.testkit.PluginTest;
import org.socketplatform.webview.api.Picker;

/** A person chooses a device for a page, in a dialog that the test plays. */
@Timeout(60)
class DeviceChoiceTest {
  private static final String HEART_RATE = "0000180d-0000-1000-8000-00805f9b34fb";
  private static final String ANY_SENSOR = "[{\"services\":[\"" + HEART_RATE + "\"]}]";
  private static final String[] SETTINGS = {
    "[capabilities.bluetooth]",
    "central = true",
    "services[] = 180d",
    "[bluetooth]",
    "provider = loop",
    "sensors = 3"
  };

  private final Dialogs dialogs = new Dialogs();
  private final Screen screen = new Screen();
  private final List<BluetoothPlugin> plugins = new ArrayList<>();

  /** The person's screen. */
  private static final class Dialogs implements Picker {
    private final BlockingQueue<Dialog> opened = new LinkedBlockingQueue<>();

    @Override
    public Picking open(Question question) {
      Dialog dialog = new Dialog(question);
      opened.add(dialog);
      return dialog;
    }

    Dialog await() throws InterruptedException {
      return Objects.requireNonNull(opened.poll(30, TimeUnit.SECONDS), "no dialog was opened");
    }
  }

  private static final class Dialog implements Picker.Picking {
    private final Picker.Question question;
    private final BlockingQueue<List<Picker.Item>> shown = new LinkedBlockingQueue<>();
    private final CompletableFuture<Optional<String>> picked = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    Dialog(Picker.Question question) {
      this.question = question;
    }

    @Override
    public void show(List<Picker.Item> items, String note) {
      shown.add(items);
    }

    @Override
    public CompletableFuture<Optional<String>> picked() {
      return picked;
    }

    @Override
    public void close() {
      closed.complete(true);
    }

    List<Picker.Item> await(Predicate<List<Picker.Item>> wanted) throws InterruptedException {
      List<Picker.Item> items;
      do {
        items = Objects.requireNonNull(shown.poll(30, TimeUnit.SECONDS), "nothing was shown");
      } while (!wanted.test(items));
      return items;
    }

    void pick(String name) throws InterruptedException {
      picked.complete(
          await(items -> items.stream().anyMatch(item -> item.name().equals(name))).stream()
              .filter(item -> item.name().equals(name))
              .map(Picker.Item::id)
              .findFirst());
    }
  }

  private PluginTest app() {
    screen.bindPicker(dialogs);
    return PluginTest.with(
            application -> {
              BluetoothPlugin plugin = new BluetoothPlugin(TestWindow.seenBy(application), screen);
              plugins.add(plugin);
              return new BluetoothPluginRoutes(plugin);
            })
        .allow(SETTINGS)
        .start();
  }

  private static PendingCall ask(PluginTest app, String session) {
    return app.start(
        "bluetooth.requestDevice", "session", session, "filters", ANY_SENSOR, "services", "[]");
  }

  private static Map<?, ?> device(Answer answer) {
    assertThat(answer.isOk()).as(answer.toString()).isTrue();
    return (Map<?, ?>) answer.value().orElseThrow();
  }

  @Test
  void shouldGiveThePageTheDeviceThatThePersonPicks() throws Exception {
    try (PluginTest app = app()) {
      PendingCall asked = ask(app, "a");
      Dialog dialog = dialogs.await();
      assertThat(dialog.question.window()).isZero();
      List<Picker.Item> items = dialog.await(shown -> shown.size() == 3);
      assertThat(items)
          .extracting(Picker.Item::name)
          .containsExactlyInAnyOrder("sensor 1", "sensor 2", "sensor 3");
      assertThat(items).allMatch(item -> item.bars() == 4 && item.detail().endsWith(" dBm"));
      dialog.pick("sensor 2");
      assertThat(device(asked.answer()).get("name")).isEqualTo("sensor 2");
      assertThat(dialog.closed).isCompleted();
    }
  }

  @Test
  void shouldGiveThePageNothingWhenThePersonClosesTheDialog() throws Exception {
    try (PluginTest app = app()) {
      PendingCall asked = ask(app, "a");
      dialogs.await().picked.complete(Optional.empty());
      Answer answer = asked.answer();
      assertThat(answer.failure().type()).isEqualTo("NotFoundError");
      assertThat(answer.failure().code()).isEqualTo("CANCELLED");
      assertThat(app.call("bluetooth.devices").json()).isEqualTo("[]");
    }
  }

  @Test
  void shouldGiveThePageNothingThatWasNotShown() throws Exception {
    try (PluginTest app = app()) {
      PendingCall asked = ask(app, "a");
      dialogs.await().picked.complete(Optional.of("11:22:33:44:55:66"));
      assertThat(asked.answer().failure().code()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void shouldCloseTheDialogWhenThePageIsGone() throws Exception {
    try (PluginTest app = app()) {
      PendingCall asked = ask(app, "a");
      Dialog dialog = dialogs.await();
      asked.cancel();
      assertThat(dialog.closed.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shouldAskOneQuestionAtATime() throws Exception {
    try (PluginTest app = app()) {
      PendingCall asked = ask(app, "a");
      Dialog dialog = dialogs.await();
      assertThat(ask(app, "b").answer().failure().type()).isEqualTo("InvalidStateError");
      dialog.pick("sensor 1");
      assertThat(asked.answer().isOk()).isTrue();
      PendingCall again = ask(app, "b");
      dialogs.await().pick("sensor 3");
      assertThat(again.answer().isOk()).isTrue();
    }
  }

  @Test
  void shouldSayThatNobodyCanBeAsked() throws Exception {
    try (PluginTest app = app()) {
      screen.unbindPicker(dialogs);
      assertThat(ask(app, "a").answer().failure().code()).isEqualTo("NO_CHOOSER");
    }
  }

  @Test
  void shouldLetAllDocumentsOfTheAppUseADeviceUntilItIsGivenUp() throws Exception {
    try (PluginTest app = app()) {
      PendingCall asked = ask(app, "a");
      dialogs.await().pick("sensor 1");
      String id = (String) device(asked.answer()).get("id");
      assertThat(app.call("bluetooth.devices").json())
          .isEqualTo("[{\"id\":\"" + id + "\",\"name\":\"sensor 1\"}]");
      assertThat(app.call("bluetooth.connect", "session", "b", "device", id).isOk()).isTrue();
      PendingCall again = ask(app, "b");
      dialogs.await().pick("sensor 1");
      assertThat(device(again.answer()).get("id")).isEqualTo(id);
      assertThat(app.call("bluetooth.forget", "session", "a", "device", id).isOk()).isTrue();
      assertThat(app.call("bluetooth.connect", "session", "a", "device", id).failure().code())
          .isEqualTo("NOT_FOUND");
      assertThat(app.call("bluetooth.devices").json()).isEqualTo("[]");
    }
  }

  @Test
  void shouldKeepWhatWasChosenWhenThePluginIsReplaced() throws Exception {
    Map<String, Object> state;
    String id;
    try (PluginTest app = app()) {
      PendingCall asked = ask(app, "a");
      dialogs.await().pick("sensor 3");
      id = (String) device(asked.answer()).get("id");
      state = plugins.getFirst().release();
    }
    try (PluginTest app = app()) {
      plugins.getLast().adopt(state);
      Answer server = app.call("bluetooth.connect", "session", "a", "device", id);
      assertThat(server.json()).contains(HEART_RATE);
      assertThat(app.call("bluetooth.devices").json()).contains("sensor 3");
    }
  }

  @Test
  void shouldShowStrongSignalsWithMoreBars() {
    assertThat(AskedPerson.bars(-100)).isZero();
    assertThat(AskedPerson.bars(-91)).isZero();
    assertThat(AskedPerson.bars(-90)).isEqualTo(1);
    assertThat(AskedPerson.bars(-70)).isEqualTo(2);
    assertThat(AskedPerson.bars(-60)).isEqualTo(3);
    assertThat(AskedPerson.bars(-55)).isEqualTo(4);
  }
}
