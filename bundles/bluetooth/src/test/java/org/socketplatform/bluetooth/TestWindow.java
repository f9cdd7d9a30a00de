package org.socketplatform.bluetooth;

import java.lang.reflect.Proxy;
import java.util.Optional;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.WindowMode;

/** An app whose window people see. */
final class TestWindow {
  private TestWindow() {}

  static Application seenBy(Application application) {
    return (Application)
        Proxy.newProxyInstance(
            Application.class.getClassLoader(),
            new Class<?>[] {Application.class},
            (_, method, arguments) ->
                method.getName().equals("window")
                    ? new WindowMode(false, Optional.empty())
                    : method.invoke(application, arguments));
  }
}
