package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.webview.Registration.Address;
import org.socketplatform.webview.shell.WebShell;

class ServiceWorkerPluginTest {
  private static final String ORIGIN = "socket://com.example.app";

  private final Registrations registrations = new Registrations(ORIGIN);
  private final ScriptHost host =
      new ScriptHost(registrations, Duration.ofSeconds(9), Runnable::run, () -> {});
  private final ServiceWorkerPlugin plugin =
      new ServiceWorkerPlugin(
          ORIGIN,
          host,
          new ProtocolHandlers(new FakeSettings(), scheme -> {}),
          new ClientWindows(new UiThread(noShell()), Map::of, uri -> failing()));
  private final FakeRouter json = new FakeRouter(call -> Reply.ok());

  private static WebShell noShell() {
    return (WebShell)
        java.lang.reflect.Proxy.newProxyInstance(
            ServiceWorkerPluginTest.class.getClassLoader(),
            new Class<?>[] {WebShell.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private static AppWindow failing() {
    throw new UnsupportedOperationException("No windows here");
  }

  private String call(int window, String name, Map<String, String> params) throws Exception {
    Route route =
        plugin.routes().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    Caller caller = new Caller(window, ORIGIN, Caller.Kind.PAGE);
    Call call = new Call(name, Params.of(params), Body.EMPTY, caller, new Cancellation());
    return switch (route.handler().handle(call)) {
      case Reply.Value value -> json.json(value.value());
      case Reply other -> other.getClass().getSimpleName();
    };
  }

  private String call(String name, Map<String, String> params) throws Exception {
    return call(0, name, params);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serviceworker.events",
        "serviceworker.updatestate",
        "serviceworker.fetch.request.body",
        "serviceworker.fetch.response",
        "serviceworker.fetch.response.write",
        "serviceworker.fetch.response.finish",
        "serviceworker.fetch.pass"
      })
  void shouldListenToTheWorkersOnly(String route) {
    assertThatThrownBy(() -> call(route, Map.of("id", "1")))
        .hasMessageContaining("Only service workers may call");
    if (!route.equals("serviceworker.events")) {
      assertThatThrownBy(() -> call(HostView.INDEX, route, Map.of())).hasMessageContaining("'id'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://other.example/sw.js, /",
    "//other.example/sw.js, /",
    "sw.js, /",
    "socket://com.example.other/sw.js, /",
    "/sw.js, https://other.example/",
    "/a b, /",
    "/sw.js, '%'",
    "data:text/javascript, /"
  })
  void shouldRegisterWhatIsTheAppsOnly(String script, String scope) {
    assertThatThrownBy(
            () -> call("serviceworker.register", Map.of("scriptURL", script, "scope", scope)))
        .isInstanceOf(FailureException.class);
    assertThat(registrations.all()).isEmpty();
  }

  @Test
  void shouldSayWhatIsMissing() {
    assertThatThrownBy(() -> call("serviceworker.register", Map.of("scope", "/")))
        .hasMessageContaining("scriptURL");
    assertThatThrownBy(() ->
            call(
                "serviceworker.register",
                Map.of("scriptURL", "/a.js", "scope", "/", "type", "wasm")))
        .hasMessageContaining("classic or module");
    assertThatThrownBy(() ->
            call(
                "serviceworker.register",
                Map.of("scriptURL", "/a.js", "scope", "/", "scheme", "https")))
        .hasMessageContaining("cannot be a scheme");
    assertThatThrownBy(() -> call("serviceworker.update", Map.of("id", "7")))
        .hasMessageContaining("no service worker 7");
    assertThatThrownBy(() -> call("serviceworker.clients.focus", Map.of("id", "7")))
        .hasMessageContaining("no window 7");
    assertThatThrownBy(
            () -> call("serviceworker.clients.open", Map.of("url", "https://other.example/")))
        .hasMessageContaining("of the app itself");
  }

  @Test
  void shouldDescribeWhatIsRegistered() throws Exception {
    Registration one = host.add(new Address("socket", "/docs/", "/sw.js?v=1", ""));
    one.update(1, "activated", "");

    assertThat(call("serviceworker.getregistrations", Map.of()))
        .contains("scope:" + ORIGIN + "/docs/", "scriptURL:" + ORIGIN + "/sw.js?v=1", "version:1");
    assertThat(call("serviceworker.getregistration", Map.of("scope", ORIGIN + "/docs/a")))
        .contains("registration:", "client:{id:0");
    assertThat(call("serviceworker.getregistration", Map.of("scope", ORIGIN + "/")))
        .isEqualTo("{}");
    assertThat(call("serviceworker.unregister", Map.of("id", one.id()))).isEqualTo("true");
    assertThat(call("serviceworker.unregister", Map.of("id", one.id()))).isEqualTo("false");
  }

  @Test
  void shouldKeepWhatAWorkerStoresAsLongAsItIsRegistered() throws Exception {
    String id = host.add(new Address("socket", "/", "/sw.js", "")).id();
    call("serviceworker.storage.set", Map.of("id", id, "key", "a", "value", "1"));
    call("serviceworker.storage.set", Map.of("id", id, "key", "b"));

    assertThat(call("serviceworker.storage.get", Map.of("id", id, "key", "a"))).contains("value:1");
    assertThat(call("serviceworker.storage.get", Map.of("id", id, "key", "c")))
        .contains("value:null");
    call("serviceworker.storage.remove", Map.of("id", id, "key", "a"));
    assertThat(call("serviceworker.storage", Map.of("id", id))).isEqualTo("{b: }");
    call("serviceworker.storage.clear", Map.of("id", id));
    assertThat(call("serviceworker.storage", Map.of("id", id))).isEqualTo("{}");
    assertThatThrownBy(() ->
            call(
                "serviceworker.storage.set",
                Map.of("id", id, "key", "a", "value", "x".repeat(6_000_000))))
        .hasMessageContaining("no room");
    assertThatThrownBy(() -> call("serviceworker.storage", Map.of("id", "7")))
        .hasMessageContaining("no service worker 7");
  }

  @Test
  void shouldKnowTheSchemesOfTheApp() throws Exception {
    call("protocol.register", Map.of("scheme", "shelf:", "data", "{}"));

    assertThat(call("protocol.getdata", Map.of("scheme", "SHELF"))).isEqualTo("{} ");
    assertThat(call("protocol.getserviceworkerregistration", Map.of("scheme", "shelf")))
        .isEqualTo("null");
    call("protocol.setdata", Map.of("scheme", "shelf", "data", "1"));
    call("protocol.unregister", Map.of("scheme", "shelf"));
    assertThatThrownBy(() -> call("protocol.getdata", Map.of("scheme", "shelf")))
        .hasMessageContaining("No scheme shelf");
  }
}
