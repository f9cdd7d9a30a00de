package org.socketplatform.webview;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/** The windows of the app as its service workers see them. Safe for use by many threads. */
final class ClientWindows {
  private final UiThread ui;
  private final Supplier<Map<Integer, AppWindow>> windows;
  private final Function<String, AppWindow> opener;

  /**
   * The windows of an app.
   *
   * @param windows those that are open, by their index; asked on the UI thread
   * @param opener opens one at an address; called on the UI thread
   */
  ClientWindows(
      UiThread ui, Supplier<Map<Integer, AppWindow>> windows, Function<String, AppWindow> opener) {
    this.ui = ui;
    this.windows = windows;
    this.opener = opener;
  }

  /** All of them. */
  List<Map<String, Object>> all() {
    return ui.ask(() -> windows.get().values().stream().map(AppWindow::describe).toList());
  }

  /**
   * Brings a window to the front.
   *
   * @throws FailureException not found
   */
  Map<String, Object> focus(String id) {
    return change(id, AppWindow::bringToFront);
  }

  /**
   * Lets a window show another document of the app.
   *
   * @throws FailureException not found, or not allowed
   */
  Map<String, Object> navigate(String id, String uri) {
    return change(
        id,
        window -> {
          if (!window.navigate(uri)) {
            throw new FailureException(Failure.notAllowed("A window may not go to " + uri));
          }
        });
  }

  private Map<String, Object> change(String id, Consumer<AppWindow> change) {
    return ui.ask(() -> {
      AppWindow window =
          windows.get().values().stream()
              .filter(one -> one.page().client().equals(id))
              .findFirst()
              .orElseThrow(
                  () -> new FailureException(Failure.notFound("There is no window " + id)));
      change.accept(window);
      return window.describe();
    });
  }

  /**
   * Opens a window.
   *
   * @throws FailureException if there are too many
   */
  Map<String, Object> open(String uri) {
    return ui.ask(() -> opener.apply(uri).describe());
  }
}
