package org.socketplatform.toolkit;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import org.eclipse.swt.SWTError;
import org.eclipse.swt.widgets.Display;
import org.socketplatform.boot.Toolkit;

/** GTK by way of SWT, with the engine loaded beside it. */
public final class GtkToolkit implements Toolkit {
  private static final String ENGINE = "libwebkit2gtk-4.1.so.0";

  @Override
  public Optional<String> open(String appName) {
    System.setProperty("org.eclipse.swt.internal.SessionManagerDBus.disable", "true");
    Display.setAppName(appName);
    GraphicsDriver.leaveOut();
    try {
      new Display();
    } catch (SWTError e) {
      return Optional.of(
          "cannot open a window on the display %s (%s): set DISPLAY to one that works, or use --headless"
              .formatted(System.getenv("DISPLAY"), e.getMessage()));
    }
    try {
      SymbolLookup.libraryLookup(ENGINE, Arena.global());
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "cannot load WebKitGTK (%s); install it: apt-get install libwebkit2gtk-4.1-0"
              .formatted(ENGINE));
    }
    Registers.linkCallbacks();
    return Optional.empty();
  }
}
