package org.socketplatform.itest.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections and servers of a real page. */
class ConnectionsIT {
  @TempDir Path temp;

  @Test
  void shouldConnectAndServeFromAPage() throws Exception {
    try (ServerSocket control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().name("client").start(() -> askPage(control));

      App.of("connections", temp)
          .with("--", String.valueOf(control.getLocalPort()))
          .run()
          .assertChecks(
              "carries bytes there and back",
              "serves many connections, over IPv6",
              "is refused what it was not granted",
              "answers a foreign client of HTTP",
              "goes on while the plugin is replaced");
    }
  }

  /** Is told a port, asks the server there, and tells what it answered. */
  private static void askPage(ServerSocket control) {
    try (Socket socket = control.accept();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + lines.readLine() + "/from/java");
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri)
                  .version(HttpClient.Version.HTTP_1_1)
                  .POST(HttpRequest.BodyPublishers.ofString("hello page"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      String told = answer.headers().firstValue("x-page").orElse("no") + " " + answer.body();
      socket.getOutputStream().write(told.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
