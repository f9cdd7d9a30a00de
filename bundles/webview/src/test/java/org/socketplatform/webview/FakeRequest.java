package org.socketplatform.webview;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.socketplatform.plugin.Body;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.PageResponse;
import org.socketplatform.webview.shell.PageResponse.Whole;

/** A request as an engine would bring it; fails a test that takes a body twice or answers twice. */
final class FakeRequest implements PageRequest {
  private final String method;
  private final String uri;
  private final Map<String, String> headers = new HashMap<>();
  private final CompletableFuture<PageResponse> response = new CompletableFuture<>();
  private String body = "";
  private boolean taken;

  private FakeRequest(String method, String uri) {
    this.method = method;
    this.uri = uri;
  }

  static FakeRequest get(String uri) {
    return new FakeRequest("GET", uri);
  }

  static FakeRequest of(String method, String uri, String body) {
    FakeRequest request = new FakeRequest(method, uri);
    request.body = body;
    return request;
  }

  FakeRequest with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  boolean bodyTaken() {
    return taken;
  }

  PageResponse response() {
    return response.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  boolean isAnswered() {
    return response.isDone();
  }

  int status() {
    return response().status();
  }

  String text() {
    Whole whole = (Whole) response();
    return StandardCharsets.UTF_8.decode(whole.content().duplicate()).toString();
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  @Override
  public Map<String, String> headers() {
    Map<String, String> all = new HashMap<>();
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    return all;
  }

  @Override
  public Body takeBody() {
    if (taken) {
      throw new IllegalStateException("The body was taken twice");
    }
    taken = true;
    Body bytes = Body.of(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    return new Body() { // of unknown size, as the engine's
      @Override
      public int read(ByteBuffer target) throws IOException {
        return bytes.read(target);
      }
    };
  }

  @Override
  public void respond(PageResponse answer) {
    if (!response.complete(answer)) {
      throw new IllegalStateException("The request was answered twice");
    }
  }
}
