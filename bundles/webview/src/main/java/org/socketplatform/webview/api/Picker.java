package org.socketplatform.webview.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Has the person at the screen pick one of several things that come and go, such as devices nearby.
 * A service while there are windows that people see; without one, nobody can be asked. Safe for use
 * by many threads.
 */
@ProviderType
public interface Picker {
  /** Opens a dialog over a window of the app. Returns at once. */
  Picking open(Question question);

  /**
   * What is asked.
   *
   * @param window index of the window of the app that asks; the dialog closes with it
   * @param title of the dialog
   * @param text what is picked for, in a sentence or two
   * @param pick what the button says that picks, such as {@code Pair}
   */
  record Question(int window, String title, String text, String pick) {}

  /**
   * Something to pick. Its texts may come from outside: what would not be visible is left out, and
   * long ones are cut.
   *
   * @param id tells it from others; not shown
   * @param bars strength of a signal, 0 to 4
   * @param detail a few words at its side
   */
  record Item(String id, String name, int bars, String detail) {}

  /** A dialog that is open, or soon will be. */
  interface Picking extends AutoCloseable {
    /**
     * Shows these in place of those before. Rows keep their order, and what is selected stays
     * selected; new ones come last.
     *
     * @param note a line below them, such as why there are none
     */
    void show(List<Item> items, String note);

    /** The id of what was picked; empty if the person has closed the dialog, or it was closed. */
    CompletableFuture<Optional<String>> picked();

    /** Closes the dialog; again is harmless. */
    @Override
    void close();
  }
}
