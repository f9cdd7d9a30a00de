package __package__;

import org.socketplatform.plugin.Command;
import org.socketplatform.plugin.Plugin;

/** Greets people. */
@Plugin("__name__")
final class __Type__ {
  /**
   * Says hello.
   *
   * @param name whom to greet
   */
  @Command
  String hello(String name) {
    return "Hello " + name;
  }
}
