package org.socketplatform.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.socketplatform.access.AccessRules;
import org.socketplatform.access.Decision;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.ValueWriter;

/** Calls the routes of the plugin as a page does whose capabilities allow everything. */
final class Page {
  private static final AccessRules RULES =
      AccessRules.of(new NoSettings(), "socket://com.example.app", Map.of(), "");

  private final Map<String, Route> routes = new HashMap<>();
  private final Caller caller;

  Page(FileSystemRoutes plugin, int window) {
    plugin.routes().forEach(route -> routes.put(route.name(), route));
    caller = new Caller(window, "socket://com.example.app", Caller.Kind.PAGE);
  }

  Reply call(String route, Object... params) throws Exception {
    return call(route, Body.EMPTY, params);
  }

  Reply call(String name, Body body, Object... params) throws Exception {
    return call(name, body, new Cancellation(), params);
  }

  Reply call(String name, Body body, Cancellation cancellation, Object... params) throws Exception {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      values.put(String.valueOf(params[i]), String.valueOf(params[i + 1]));
    }
    Route route = Objects.requireNonNull(routes.get(name), name);
    Params parameters = Params.of(values);
    Decision.Allowed allowed = allowed(route, parameters);
    Call call = new Call(name, parameters, body, caller, cancellation);
    try {
      return route.handler().handle(call.with(new Places(allowed.paths())));
    } catch (FailureException e) {
      return Reply.failed(e.failure());
    } catch (IOException e) { // as the router answers it
      return Reply.failed(Errno.of(e).orElse(Errno.EIO).failure());
    }
  }

  private Decision.Allowed allowed(Route route, Params params) {
    if (RULES.decide(caller, route, params) instanceof Decision.Allowed allowed) {
      return allowed;
    }
    throw new AssertionError(route.name() + " is not allowed");
  }

  /** What a handler gets for a path. */
  ScopedPath place(String name, Path path) {
    Route route = Objects.requireNonNull(routes.get(name), name);
    Params params = Params.of(Map.of("path", path.toString()));
    return Objects.requireNonNull(allowed(route, params).paths().get("path"));
  }

  /** The value of a reply as maps, lists, strings and numbers. */
  Object value(String route, Object... params) throws Exception {
    return valueOf(call(route, params));
  }

  /** The code of a failure. */
  String failure(String route, Object... params) throws Exception {
    Reply reply = call(route, params);
    return reply instanceof Reply.Failed failed
        ? failed.failure().code()
        : "no failure but " + reply;
  }

  static Object valueOf(Reply reply) {
    if (reply instanceof Reply.Value value) {
      Tree tree = new Tree();
      value.value().writeTo(tree);
      return tree.root();
    }
    throw new AssertionError("No value but " + reply);
  }

  static byte[] bytesOf(Reply reply) {
    if (reply instanceof Reply.Bytes bytes) {
      ByteBuffer data = bytes.data().duplicate();
      byte[] copy = new byte[data.remaining()];
      data.get(copy);
      bytes.release().run();
      return copy;
    }
    throw new AssertionError("No bytes but " + reply);
  }

  /** An app without a {@code socket.ini}. */
  private static final class NoSettings implements Settings {
    @Override
    public Optional<String> text(String key) {
      return Optional.empty();
    }

    @Override
    public List<String> list(String key) {
      return List.of();
    }

    @Override
    public Set<String> keys() {
      return Set.of();
    }

    @Override
    public boolean hasSection(String name) {
      return false;
    }
  }

  /** Collects written tokens into plain collections. */
  private static final class Tree implements ValueWriter {
    private final List<Object> open = new ArrayList<>(List.of(new ArrayList<>()));
    private final List<String> names = new ArrayList<>();

    Object root() {
      return ((List<?>) open.getFirst()).getFirst();
    }

    @SuppressWarnings("unchecked")
    private void add(Object value) {
      if (open.getLast() instanceof Map) {
        ((Map<String, Object>) open.getLast()).put(names.removeLast(), value);
      } else {
        ((List<Object>) open.getLast()).add(value);
      }
    }

    private void begin(Object collection) {
      add(collection);
      open.add(collection);
    }

    @Override
    public void beginObject() {
      begin(new LinkedHashMap<String, Object>());
    }

    @Override
    public void endObject() {
      open.removeLast();
    }

    @Override
    public void beginArray() {
      begin(new ArrayList<>());
    }

    @Override
    public void endArray() {
      open.removeLast();
    }

    @Override
    public void name(String name) {
      names.add(name);
    }

    @Override
    public void string(String value) {
      add(value);
    }

    @Override
    public void number(long value) {
      add(value);
    }

    @Override
    public void number(double value) {
      add(value);
    }

    @Override
    public void bool(boolean value) {
      add(value);
    }

    @Override
    public void nullValue() {
      add("null");
    }
  }
}
