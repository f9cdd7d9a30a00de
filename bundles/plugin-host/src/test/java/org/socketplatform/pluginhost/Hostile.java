package org.socketplatform.pluginhost;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.FrameDecoder;
import org.socketplatform.pluginprotocol.FrameReader;
import org.socketplatform.pluginprotocol.FrameWriter;

/** The process of a plugin that means harm; the name of its bundle says which. */
final class Hostile {
  private static final OutputStream OUT = new FileOutputStream(FileDescriptor.out);

  /** What its manifest tells. */
  static final List<Route> ROUTES =
      List.of(
          Route.of("hostile.a", "hostile:use", _ -> Reply.ok()),
          new Route(
              "hostile.file",
              "hostile:file",
              List.of(new Scope.Place("at", "hostile:file", true, Scope.Access.READ)),
              _ -> Reply.ok()));

  private Hostile() {}

  public static void main(String... line) throws IOException, InterruptedException {
    FrameReader in = new FrameReader(System.in);
    in.next();
    String mode = String.valueOf(Path.of(line[1]).getFileName());
    switch (mode) {
      case "dies" -> System.exit(3);
      case "silent" -> new CountDownLatch(1).await();
      case "garbage" -> OUT.write("Hello, I am a plugin".getBytes(StandardCharsets.UTF_8));
      case "huge" -> OUT.write(new byte[] {0x7f, -1, -1, -1, 1});
      case "foreign" -> ready("hostile", "fs.read", "hostile:use", List.of());
      case "permission" -> ready("hostile", "hostile.a", "fs:read", List.of());
      case "another" -> ready("fs", "fs.read", "fs:read", List.of());
      case "unannounced" -> ready("hostile", "hostile.b", "hostile:use", List.of());
      case "wider" ->
          ready(
              "hostile",
              "hostile.file",
              "hostile:file",
              List.of(new Scope.Place("at", "hostile:file", true)));
      case "permitted" -> ready("hostile", "hostile.a", "platform:basic", List.of());
      case "early" -> send(new Frame.Stream(1));
      default -> {
        send(
            new Frame.Ready(
                1,
                "hostile",
                ROUTES.stream()
                    .map(route ->
                        new Frame.RouteEntry(route.name(), route.permission(), route.scopes()))
                    .toList()));
        if (mode.equals("places")) {
          new Escapes(in).run();
        }
        answer(mode, in);
      }
    }
    new CountDownLatch(1).await();
  }

  private static void answer(String mode, FrameReader in) throws IOException, InterruptedException {
    if (mode.equals("deaf")) {
      return;
    }
    int id = 0;
    for (ByteBuffer content; id == 0 && (content = in.next()) != null; ) {
      if (FrameDecoder.toPlugin(content) instanceof Frame.Call call) {
        id = call.id();
      }
    }
    ByteBuffer part = ByteBuffer.allocate(1 << 16);
    switch (mode) {
      case "unasked" -> send(new Frame.Value(id + 7, true, part));
      case "order" -> send(new Frame.Part(id, part));
      case "nojson" -> send(new Frame.Value(id, true, part));
      case "credit" -> {
        send(new Frame.Credit(id, 1 << 20));
        send(new Frame.Credit(id, 1 << 20));
      }
      case "longer" -> {
        send(new Frame.Bytes(id, 10, Map.of()));
        send(new Frame.Part(id, part));
      }
      case "body" -> {
        call(1, "os.wait", true, Map.of());
        for (int i = 0; i < 100; i++) {
          send(new Frame.Body(1, false, part.duplicate()));
        }
      }
      case "endlesscalls" -> {
        for (int i = 1; ; i++) {
          call(i, "os.wait", true, Map.of());
        }
      }
      case "checked" ->
          send(
              new Frame.Call(
                  1,
                  "fs.stat",
                  -1,
                  Caller.SELF,
                  false,
                  Map.of("path", "/etc/passwd"),
                  List.of(new Frame.CheckedPath("path", "/etc/passwd"))));
      case "twice" -> {
        for (int i = 0; i < 1000; i++) {
          call(1, "os.wait", true, Map.of());
        }
      }
      case "greedy" -> {
        call(1, "os.wait", true, Map.of());
        send(new Frame.Demand(1, 128));
        send(new Frame.Demand(1, 128));
      }
      case "floods" -> {
        send(new Frame.Stream(id));
        while (true) {
          send(new Frame.Item(id, ByteBuffer.wrap(new byte[] {'1'})));
        }
      }
      case "large" -> send(new Frame.Bytes(id, Long.MAX_VALUE, Map.of()));
      case "endless" -> {
        while (true) {
          send(new Frame.Value(id, false, part.duplicate()));
        }
      }
      case "chatty" -> {
        for (int i = 0; i < 100_000; i++) {
          System.err.println("noise \u001b[2J " + i);
        }
        send(new Frame.Value(id, true, ByteBuffer.wrap(new byte[] {'1'})));
      }
      default -> throw new IllegalArgumentException(mode);
    }
  }

  private static void ready(String plugin, String route, String permission, List<Scope> scopes)
      throws IOException {
    send(new Frame.Ready(1, plugin, List.of(new Frame.RouteEntry(route, permission, scopes))));
  }

  private static void call(int id, String route, boolean body, Map<String, String> params)
      throws IOException {
    send(new Frame.Call(id, route, -1, Caller.SELF, body, params, List.of()));
  }

  static void send(Frame frame) throws IOException {
    FrameWriter writer = new FrameWriter();
    writer.write(frame);
    OUT.write(writer.bytes(), 0, writer.length());
  }
}
