package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.socketplatform.webview.api.Picker;

class PickerDialogTest {
  private final Queue<Runnable> ui = new ArrayDeque<>();
  private final PickerDialog dialog =
      new PickerDialog(new Picker.Question(3, "Device", "Pick one.", "Pair"), ui::add);

  private void runUi() {
    for (Runnable task = ui.poll(); task != null; task = ui.poll()) {
      task.run();
    }
  }

  @Test
  void shouldPickNothingWhenThereIsNoSuchWindow() {
    dialog.open(index -> null);
    runUi();

    assertThat(dialog.picked()).isCompletedWithValueMatching(picked -> picked.isEmpty());
  }

  @Test
  void shouldPickNothingWhenItIsClosedBeforeItIsThere() {
    dialog.open(index -> {
      throw new AssertionError("it was not to be opened");
    });
    dialog.close();
    runUi();

    assertThat(dialog.picked()).isCompletedWithValueMatching(picked -> picked.isEmpty());
  }

  @Test
  void shouldAskTheUiOnceForWhatIsShownManyTimes() {
    for (int i = 0; i < 1000; i++) {
      dialog.show(List.of(), "Looking");
    }

    assertThat(ui).hasSize(1);
  }

  @Test
  void shouldShowNothingThatHidesOrTurnsLettersRound() {
    assertThat(PickerDialog.visible("a\u202eb\u200bc\n\td\u0000e\ue000")).isEqualTo("abcde");
    assertThat(PickerDialog.visible("Größe 日本 😀")).isEqualTo("Größe 日本 😀");
    assertThat(PickerDialog.visible("x".repeat(1000))).hasSize(64);
  }
}
