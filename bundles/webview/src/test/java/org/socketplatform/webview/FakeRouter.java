package org.socketplatform.webview;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Router;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;

/** Answers every call with one handler and keeps what it was asked. */
final class FakeRouter implements Router {
  private final Route.Handler handler;
  private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

  FakeRouter(Route.Handler handler) {
    this.handler = handler;
  }

  List<Call> calls() {
    return calls;
  }

  @Override
  public Reply call(Call call) {
    calls.add(call);
    try {
      return handler.handle(call);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String envelope(Call call, Reply reply) {
    return switch (reply) {
      case Reply.Value value -> call.route() + " = " + json(value.value());
      case Reply.Failed failed -> call.route() + " ! " + failed.failure().code();
      default -> throw new IllegalArgumentException("No envelope for " + reply);
    };
  }

  @Override
  public String json(Writable value) {
    StringBuilder text = new StringBuilder();
    value.writeTo(new TextWriter(text));
    return text.toString();
  }

  /** Writes something near enough to JSON. */
  private record TextWriter(StringBuilder text) implements ValueWriter {
    @Override
    public void beginObject() {
      text.append('{');
    }

    @Override
    public void endObject() {
      text.append('}');
    }

    @Override
    public void beginArray() {
      text.append('[');
    }

    @Override
    public void endArray() {
      text.append(']');
    }

    @Override
    public void name(String name) {
      text.append(name).append(':');
    }

    @Override
    public void string(String value) {
      text.append(value).append(' ');
    }

    @Override
    public void number(long value) {
      text.append(value);
    }

    @Override
    public void number(double value) {
      text.append(value);
    }

    @Override
    public void bool(boolean value) {
      text.append(value);
    }

    @Override
    public void nullValue() {
      text.append("null");
    }
  }
}
