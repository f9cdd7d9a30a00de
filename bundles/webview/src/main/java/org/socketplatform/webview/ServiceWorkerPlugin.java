package org.socketplatform.webview;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Route.Handler;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Writable;
import org.socketplatform.webview.Registration.Address;

/** The routes of service workers and of the schemes that they answer. */
final class ServiceWorkerPlugin implements RouteProvider {
  private static final int MAX_STORED = 5 << 20;
  private static final int MAX_HEADERS = 1 << 18;

  private final String origin;
  private final ScriptHost host;
  private final ProtocolHandlers protocols;
  private final ClientWindows clients;

  /** What workers keep as long as the app runs, by the id of the registration. */
  private final Map<String, Map<String, String>> stored = new ConcurrentHashMap<>();

  ServiceWorkerPlugin(
      String origin, ScriptHost host, ProtocolHandlers protocols, ClientWindows clients) {
    this.origin = origin;
    this.host = host;
    this.protocols = protocols;
    this.clients = clients;
  }

  @Override
  public String name() {
    return "serviceworker";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        basic("serviceworker.register", this::register),
        basic("serviceworker.unregister", this::unregister),
        basic("serviceworker.update", this::update),
        basic("serviceworker.skipwaiting", this::skipWaiting),
        basic("serviceworker.getregistration", this::registration),
        basic("serviceworker.getregistrations", this::registrations),
        basic("serviceworker.clients", call -> Reply.value(clients.all())),
        basic("serviceworker.clients.focus", this::focus),
        basic("serviceworker.clients.navigate", this::navigate),
        basic("serviceworker.clients.open", this::openWindow),
        basic("serviceworker.storage", call -> Reply.value(Map.copyOf(stored(call)))),
        basic("serviceworker.storage.get", this::storedValue),
        basic("serviceworker.storage.set", this::store),
        basic("serviceworker.storage.remove", this::unstore),
        basic("serviceworker.storage.clear", this::clearStored),
        hosted("serviceworker.events", call -> new Reply.Stream(host.feed())),
        hosted("serviceworker.updatestate", this::updateState),
        hosted("serviceworker.fetch.request.body", this::requestBody),
        hosted("serviceworker.fetch.response", call -> respond(call, true)),
        hosted("serviceworker.fetch.response.write", call -> respond(call, false)),
        hosted("serviceworker.fetch.response.finish", this::finish),
        hosted("serviceworker.fetch.pass", this::pass),
        basic("protocol.register", this::registerScheme),
        basic("protocol.unregister", this::unregisterScheme),
        basic("protocol.getdata", this::schemeData),
        basic("protocol.setdata", this::setSchemeData),
        basic("protocol.getserviceworkerregistration", this::schemeRegistration));
  }

  private static Route basic(String name, Handler handler) {
    return Route.of(name, Route.BASIC, handler);
  }

  /** A route for the document that runs the workers, and for nobody else. */
  private static Route hosted(String name, Handler handler) {
    return Route.of(
        name,
        Route.BASIC,
        call -> {
          if (call.caller().window() != HostView.INDEX) {
            throw new FailureException(Failure.notAllowed("Only service workers may call " + name));
          }
          return handler.handle(call);
        });
  }

  private Reply register(Call call) throws InterruptedException {
    Params params = call.params();
    String scheme = params.text("scheme").orElse(Address.OWN_SCHEME).toLowerCase(Locale.ROOT);
    String script = ownPath(params.require("scriptURL"), "scriptURL");
    String scope = ownPath(params.require("scope"), "scope");
    String type = params.text("type").orElse("");
    if (!List.of("", "classic", "module").contains(type)) {
      throw new FailureException(Failure.badRequest("'type' must be classic or module"));
    }
    Address address = new Address(scheme, scope, script, type);
    if (!address.isOwn()) {
      protocols.register(scheme, protocols.data(scheme).orElse(""));
    }
    return Reply.value(Map.of("registration", host.register(address).describe()));
  }

  /** The path of an address of the app; of a script with what stands behind the question mark. */
  private String ownPath(String uri, String param) {
    URI parsed;
    try {
      parsed = new URI(uri);
    } catch (URISyntaxException e) {
      throw new FailureException(Failure.badRequest("'" + param + "' is no address: " + uri));
    }
    boolean own = uri.startsWith("/") || uri.startsWith(origin + "/");
    String path = parsed.getRawPath();
    if (!own || path == null || uri.startsWith("//")) {
      throw new FailureException(
          new Failure(
              "SecurityError",
              "NOT_ALLOWED",
              "'%s' must be an address of the app itself, not %s".formatted(param, uri)));
    }
    boolean isScript = param.equals("scriptURL") && parsed.getRawQuery() != null;
    return isScript ? path + "?" + parsed.getRawQuery() : path;
  }

  private Reply unregister(Call call) {
    String id = call.params().require("id");
    stored.remove(id);
    return Reply.value(host.unregister(id));
  }

  private Reply update(Call call) {
    host.update(known(call).id());
    return Reply.ok();
  }

  private Reply skipWaiting(Call call) {
    host.skipWaiting(known(call).id());
    return Reply.ok();
  }

  private Registration known(Call call) {
    String id = call.params().require("id");
    return host.find(id)
        .orElseThrow(
            () -> new FailureException(Failure.notFound("There is no service worker " + id)));
  }

  private Reply registration(Call call) {
    Optional<Registration> found = host.covering(call.params().require("scope"));
    return found.isEmpty()
        ? Reply.ok()
        : Reply.value(
            Map.of(
                "registration",
                found.get().describe(),
                "client",
                Map.of("id", Integer.toString(call.caller().window()))));
  }

  private Reply registrations(Call call) {
    return Reply.value(host.all().stream().map(Registration::describe).toList());
  }

  private Reply focus(Call call) {
    return Reply.value(clients.focus(call.params().require("id")));
  }

  private Reply navigate(Call call) {
    String uri = origin + ownPath(call.params().require("url"), "url");
    return Reply.value(clients.navigate(call.params().require("id"), uri));
  }

  private Reply openWindow(Call call) {
    return Reply.value(clients.open(origin + ownPath(call.params().require("url"), "url")));
  }

  /** What a worker keeps, or what the pages do, which name no worker. */
  private Map<String, String> stored(Call call) {
    String id = call.params().text("id").isPresent() ? known(call).id() : "";
    return stored.computeIfAbsent(id, any -> new ConcurrentHashMap<>());
  }

  private Reply storedValue(Call call) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("value", stored(call).get(call.params().require("key")));
    return Reply.value(answer);
  }

  private Reply store(Call call) {
    Map<String, String> mine = stored(call);
    String key = call.params().require("key");
    String value = call.params().text("value").orElse("");
    synchronized (mine) {
      long size = (long) key.length() + value.length();
      for (Map.Entry<String, String> entry : mine.entrySet()) {
        size +=
            entry.getKey().equals(key) ? 0 : entry.getKey().length() + entry.getValue().length();
      }
      if (size > MAX_STORED) {
        throw new FailureException(
            new Failure(
                "QuotaExceededError", "QUOTA", "There is no room for more than " + MAX_STORED));
      }
      mine.put(key, value);
    }
    return Reply.ok();
  }

  private Reply unstore(Call call) {
    stored(call).remove(call.params().require("key"));
    return Reply.ok();
  }

  private Reply clearStored(Call call) {
    stored(call).clear();
    return Reply.ok();
  }

  private Reply updateState(Call call) {
    Params params = call.params();
    Optional<Registration> found = host.find(params.require("id"));
    found.ifPresent(registration ->
        registration.update(
            params.requireLong("version"),
            params.require("state"),
            params.text("error").orElse("it ended")));
    return found.isEmpty() ? Reply.ok() : Reply.value(found.get().describe());
  }

  private Exchange exchange(Call call) {
    return host.exchange(call.params().require("id"));
  }

  private Reply requestBody(Call call) throws IOException {
    return Reply.bytes(ByteBuffer.wrap(exchange(call).requestBody()));
  }

  private Reply respond(Call call, boolean last) throws IOException {
    Exchange exchange = exchange(call);
    int status = (int) call.params().longOr("statusCode", 0);
    if (status != 0 && (status < 200 || status > 599)) {
      throw new FailureException(Failure.badRequest("'statusCode' must be from 200 to 599"));
    }
    exchange.write(status, headers(call.params()), call.body(), last);
    if (last) {
      host.forget(exchange);
    }
    return Reply.ok();
  }

  /** Lines of names and values. */
  private static Map<String, String> headers(Params params) {
    String text = params.text("headers").orElse("");
    if (text.length() > MAX_HEADERS) {
      throw new FailureException(Failure.tooLarge(MAX_HEADERS));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private Reply finish(Call call) throws IOException {
    Exchange exchange = exchange(call);
    Optional<String> error = call.params().text("error");
    if (error.isPresent()) {
      exchange.fail(error.get());
    } else {
      exchange.write(0, Map.of(), call.body(), true);
    }
    host.forget(exchange);
    return Reply.ok();
  }

  private Reply pass(Call call) {
    Exchange exchange = exchange(call);
    host.forget(exchange);
    exchange.pass();
    return Reply.ok();
  }

  private Reply registerScheme(Call call) {
    protocols.register(scheme(call), call.params().text("data").orElse(""));
    return Reply.ok();
  }

  private Reply unregisterScheme(Call call) {
    String scheme = scheme(call);
    protocols.unregister(scheme);
    registrationOf(scheme).ifPresent(registration -> host.unregister(registration.id()));
    return Reply.ok();
  }

  private Reply schemeData(Call call) {
    String scheme = scheme(call);
    return Reply.value(
        protocols
            .data(scheme)
            .orElseThrow(() ->
                new FailureException(Failure.notFound("No scheme " + scheme + " is registered"))));
  }

  private Reply setSchemeData(Call call) {
    protocols.setData(scheme(call), call.params().text("data").orElse(""));
    return Reply.ok();
  }

  private Reply schemeRegistration(Call call) {
    Optional<Registration> found = registrationOf(scheme(call));
    return new Reply.Value(Writable.of(found.map(Registration::describe).orElse(null)));
  }

  private Optional<Registration> registrationOf(String scheme) {
    return host.all().stream()
        .filter(registration -> registration.address().scheme().equals(scheme))
        .findFirst();
  }

  private static String scheme(Call call) {
    String scheme = call.params().require("scheme").toLowerCase(Locale.ROOT);
    return scheme.endsWith(":") ? scheme.substring(0, scheme.length() - 1) : scheme;
  }
}
