package org.socketplatform.webview;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.jspecify.annotations.Nullable;
import org.socketplatform.webview.api.Picker;

/**
 * A dialog of the operating system's own widgets, so that it is there at once, is used by keyboard
 * and read aloud like any other, and no page can write into it.
 */
final class PickerDialog implements Picker.Picking {
  private static final int WIDTH = 420;
  private static final int LIST_HEIGHT = 220;
  private static final int NAME_WIDTH = 260;
  private static final int BARS_WIDTH = 70;
  private static final int MARGIN = 12;
  private static final int BUTTON_WIDTH = 96;
  private static final int LONGEST_TEXT = 64;
  private static final String BARS = "▂▄▆█";

  private final Picker.Question question;
  private final Consumer<Runnable> ui;
  private final CompletableFuture<Optional<String>> picked = new CompletableFuture<>();
  private final AtomicReference<@Nullable Shown> next = new AtomicReference<>();

  // Used on the UI thread.
  private final Map<String, TableItem> rows = new LinkedHashMap<>();
  private @Nullable Widgets widgets;

  private record Shown(List<Picker.Item> items, String note) {}

  private record Widgets(Shell shell, Table table, Label note, Button pick) {}

  /**
   * Nothing is shown yet.
   *
   * @param ui runs a task on the UI thread soon
   */
  PickerDialog(Picker.Question question, Consumer<Runnable> ui) {
    this.question = question;
    this.ui = ui;
  }

  /**
   * Opens it.
   *
   * @param windows the window with an index; null if there is none
   */
  PickerDialog open(IntFunction<@Nullable Shell> windows) {
    ui.accept(() -> {
      Shell parent = picked.isDone() ? null : windows.apply(question.window());
      if (parent == null) {
        picked.complete(Optional.empty());
      } else {
        build(parent);
      }
    });
    return this;
  }

  private void build(Shell parent) {
    Shell shell = new Shell(parent, SWT.DIALOG_TRIM | SWT.RESIZE | SWT.PRIMARY_MODAL);
    shell.setText(question.title());
    GridLayout layout = new GridLayout();
    layout.marginWidth = MARGIN;
    layout.marginHeight = MARGIN;
    layout.verticalSpacing = MARGIN;
    shell.setLayout(layout);
    Label text = new Label(shell, SWT.WRAP);
    text.setText(question.text().replace("&", "&&"));
    GridData wide = new GridData(SWT.FILL, SWT.TOP, true, false);
    wide.widthHint = WIDTH;
    text.setLayoutData(wide);
    Table table = table(shell);
    Label note = new Label(shell, SWT.WRAP);
    note.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
    Button pick = buttons(shell);
    table.addListener(SWT.Selection, event -> pick.setEnabled(table.getSelectionCount() > 0));
    table.addListener(SWT.DefaultSelection, event -> pickSelected());
    table.addListener(SWT.KeyDown, this::pickByEnter);
    pick.addListener(SWT.Selection, event -> pickSelected());
    shell.addDisposeListener(event -> picked.complete(Optional.empty()));
    shell.setDefaultButton(pick);
    widgets = new Widgets(shell, table, note, pick);
    showNext();
    shell.pack();
    Rectangle around = parent.getBounds();
    Rectangle own = shell.getBounds();
    shell.setLocation(
        around.x + (around.width - own.width) / 2, around.y + (around.height - own.height) / 3);
    shell.open();
    table.setFocus();
  }

  private static Table table(Composite parent) {
    Table table = new Table(parent, SWT.SINGLE | SWT.BORDER | SWT.FULL_SELECTION | SWT.V_SCROLL);
    GridData space = new GridData(SWT.FILL, SWT.FILL, true, true);
    space.heightHint = LIST_HEIGHT;
    space.widthHint = WIDTH;
    table.setLayoutData(space);
    new TableColumn(table, SWT.LEFT).setWidth(NAME_WIDTH);
    new TableColumn(table, SWT.LEFT).setWidth(BARS_WIDTH);
    new TableColumn(table, SWT.RIGHT).setWidth(WIDTH - NAME_WIDTH - BARS_WIDTH);
    return table;
  }

  private Button buttons(Shell shell) {
    Composite row = new Composite(shell, SWT.NONE);
    GridLayout layout = new GridLayout(2, true);
    layout.marginWidth = 0;
    layout.marginHeight = 0;
    row.setLayout(layout);
    row.setLayoutData(new GridData(SWT.END, SWT.BOTTOM, true, false));
    Button cancel = button(row, "Cancel");
    cancel.addListener(SWT.Selection, event -> shell.dispose());
    Button pick = button(row, question.pick());
    pick.setEnabled(false);
    return pick;
  }

  private static Button button(Composite row, String text) {
    Button button = new Button(row, SWT.PUSH);
    button.setText(text);
    GridData place = new GridData(SWT.FILL, SWT.CENTER, true, false);
    place.widthHint = BUTTON_WIDTH;
    button.setLayoutData(place);
    return button;
  }

  /** GTK activates a row by this key only where it believes that no other key is held. */
  private void pickByEnter(Event event) {
    if (event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR) {
      event.doit = false;
      pickSelected();
    }
  }

  private void pickSelected() {
    if (widgets != null
        && !widgets.table().isDisposed()
        && widgets.table().getSelectionCount() > 0) {
      TableItem selected = widgets.table().getSelection()[0];
      rows.forEach((id, row) -> {
        if (row.equals(selected)) {
          picked.complete(Optional.of(id));
        }
      });
      widgets.shell().dispose();
    }
  }

  @Override
  public void show(List<Picker.Item> items, String note) {
    if (next.getAndSet(new Shown(List.copyOf(items), note)) == null) {
      ui.accept(this::showNext);
    }
  }

  private void showNext() {
    if (widgets == null || widgets.shell().isDisposed()) {
      return; // it is shown once there is a dialog
    }
    Shown shown = next.getAndSet(null);
    if (shown == null) {
      return;
    }
    Table table = widgets.table();
    Set<String> gone = new HashSet<>(rows.keySet());
    for (Picker.Item item : shown.items()) {
      gone.remove(item.id());
      TableItem row = rows.computeIfAbsent(item.id(), _ -> new TableItem(table, SWT.NONE));
      set(row, 0, visible(item.name()));
      set(row, 1, BARS.substring(0, Math.clamp(item.bars(), 0, BARS.length())));
      set(row, 2, visible(item.detail()));
    }
    gone.forEach(id -> {
      TableItem row = rows.remove(id);
      if (row != null) {
        row.dispose();
      }
    });
    widgets.pick().setEnabled(table.getSelectionCount() > 0);
    if (!widgets.note().getText().equals(shown.note())) {
      widgets.note().setText(shown.note());
      widgets.shell().layout();
    }
  }

  private static void set(TableItem row, int column, String text) {
    if (!row.getText(column).equals(text)) {
      row.setText(column, text);
    }
  }

  /** Without what cannot be seen or changes the order of letters, and not too long. */
  static String visible(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .filter(PickerDialog::isVisible)
        .limit(LONGEST_TEXT)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  @Override
  public CompletableFuture<Optional<String>> picked() {
    return picked;
  }

  @Override
  public void close() {
    picked.complete(Optional.empty());
    ui.accept(() -> {
      if (widgets != null && !widgets.shell().isDisposed()) {
        widgets.shell().dispose();
      }
    });
  }
}
