package org.socketplatform.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.router.api.RouteStatistics;

class NamesTest {
  private final TestLog log = new TestLog();
  private final PluginRouter router =
      new PluginRouter(new TestApp(Map.of()), log, Duration.ofSeconds(5));

  private void add(String bundle, String name, String... routes) {
    RouteProvider plugin = PluginRouterTest.TestPlugin.named(name, routes);
    router.add(plugin, new Provider.Origin(bundle, 0));
  }

  private void assertRefused(String why) {
    assertThat(log.lines).containsExactly("ERROR The plugin " + why);
    assertThat(router.routes()).noneMatch(route -> route.route().startsWith("evil."));
  }

  @Test
  void shouldServeRoutesThatBeginWithTheNameOfTheirPlugin() {
    add("com.example.greeter", "greeter", "greeter.hello", "greeter.deep.er");

    assertThat(router.routes())
        .extracting(RouteStatistics::route)
        .containsExactly("greeter.deep.er", "greeter.hello");
    assertThat(log.lines).isEmpty();
  }

  @Test
  void shouldLetThePlatformServeWhatItWants() {
    add("org.socketplatform.webview", "platform", "ping", "stdout", "window.show");

    assertThat(router.routes()).hasSize(3);
  }

  @Test
  void shouldRefuseARouteOfAnotherName() {
    add("com.example.evil", "evil", "evil.a", "fs.stat");

    assertRefused(
        "evil of the bundle com.example.evil is not taken up: it offers fs.stat, which does not"
            + " begin with its own name");
  }

  @Test
  void shouldRefuseANameThatOnlyBeginsAlike() {
    add("com.example.evil", "evil", "evilest.a");

    assertRefused(
        "evil of the bundle com.example.evil is not taken up: it offers evilest.a, which does not"
            + " begin with its own name");
  }

  @Test
  void shouldRefuseANameOfThePlatform() {
    add("com.example.evil", "window", "window.evil");

    assertRefused(
        "window of the bundle com.example.evil is not taken up: its name belongs to the platform;"
            + " give it another one");
  }

  @Test
  void shouldRefuseTheNameOfAnotherBundlesPlugin() {
    add("com.example.greeter", "greeter", "greeter.hello");
    add("com.example.evil", "greeter", "greeter.hello", "greeter.more");

    assertRefused(
        "greeter of the bundle com.example.evil is not taken up: the bundle com.example.greeter"
            + " has a plugin of that name");
    assertThat(router.routes()).hasSize(1);
  }

  @Test
  void shouldRefuseARouteThatAnotherPluginOfThePlatformServes() {
    add("org.socketplatform.a", "a", "ping");
    add("org.socketplatform.b", "b", "b.more", "ping");

    assertRefused(
        "b of the bundle org.socketplatform.b is not taken up: it offers ping, which the plugin a"
            + " serves");
  }

  @Test
  void shouldTakeANewVersionOfTheSameBundleUp() {
    add("com.example.greeter", "greeter", "greeter.hello");
    add("com.example.greeter", "greeter", "greeter.hello", "greeter.bye");

    assertThat(router.routes()).hasSize(2);
    assertThat(log.lines).isEmpty();
  }
}
