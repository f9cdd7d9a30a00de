package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that try what the platform promises, each in one window; they check themselves. */
class StoriesIT {
  private static final int LARGE = 30_000_000;
  private static final int SECONDS = 60;
  private static final int RATE = 8_000;

  @TempDir Path temp;

  @Test
  void shouldCarryCallsOnEveryLane() throws Exception {
    App.of("lanes", temp)
        .run()
        .assertChecks(
            "one instance of a module",
            "three lanes",
            "text as it is",
            "whole bodies",
            "forms",
            "bodies by XMLHttpRequest",
            "bytes to the page",
            "a stream of 200,000 items in order",
            "a slow reader holds the sender up",
            "what is given up is cancelled",
            "what takes longer than its timeout is cancelled",
            "malformed addresses",
            "unknown routes",
            "a defect of a plugin",
            "10,000 calls whose answers nobody reads",
            "a worker",
            "the modules in a worker",
            "the modules in a frame of the app",
            "a secret that is guessed",
            "still there");
  }

  @Test
  void shouldServeTheFilesOfAnApp() throws Exception {
    App app = App.of("files", temp);
    byte[] large = new byte[LARGE];
    for (int i = 0; i < LARGE; i++) {
      large[i] = (byte) (i % 251);
    }
    Files.write(app.folder().resolve("large.bin"), large);
    Files.createDirectory(app.folder().resolve("größe"));
    Files.writeString(app.folder().resolve("größe/日本 😀.txt"), "grüße");
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Path secret = Files.writeString(outside.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(app.folder().resolve("outside.txt"), secret);
    Files.createSymbolicLink(app.folder().resolve("outside"), outside);
    writeTone(app.folder().resolve("tone.wav"));

    app.run()
        .assertChecks(
            "content types",
            "what is not there",
            "pages without their extension and folders",
            "names in UTF-8",
            "ranges",
            "a large file",
            "a file that nobody reads to its end",
            "sound that seeks",
            "sound in the document that seeks",
            "no policy of the platform");
  }

  private static void writeTone(Path file) throws IOException {
    byte[] samples = new byte[SECONDS * RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i % 32 < 16 ? 20 : -20);
    }
    try (AudioInputStream audio =
        new AudioInputStream(
            new ByteArrayInputStream(samples),
            new AudioFormat(RATE, 8, 1, false, false),
            samples.length)) {
      AudioSystem.write(audio, AudioFileFormat.Type.WAVE, file.toFile());
    }
  }

  @Test
  void shouldLoadThePackagesOfAnApp() throws Exception {
    Result result =
        App.of("packages", temp)
            .run()
            .assertChecks(
                "modules of Node",
                "packages that are modules",
                "packages that import others by their names",
                "packages that are not",
                "require",
                "in a worker",
                "what is not there");

    assertThat(result.err())
        .anyMatch(line -> line.contains("npm:none, which is not in node_modules"));
  }

  @Test
  void shouldKeepAnAppWithinItsCapabilities() throws Exception {
    Result result =
        App.of("strict", temp)
            .run()
            .assertChecks(
                "a strict policy",
                "the lanes under the policy",
                "what is not granted is refused",
                "no function of files leads out of the scope",
                "cryptography under the policy",
                "no way out",
                "still there");

    assertThat(result.err())
        .anyMatch(line -> line.contains("Refused by the Content-Security-Policy"))
        .anyMatch(line -> line.contains("fs.stat needs the permission fs:read"))
        .anyMatch(line -> line.contains("Refused to open data:text/html,evil"));
  }

  @Test
  void shouldGiveAForeignFrameNothing() throws Exception {
    App app = App.of("foreign", temp);
    byte[] page = Files.readAllBytes(app.folder().resolve("frame.html"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/frame.html",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    try {
      Files.writeString(
          app.folder().resolve("frame-address.txt"),
          "http://127.0.0.1:" + server.getAddress().getPort() + "/frame.html");

      app.run().assertChecks("a foreign frame gets nothing", "still there");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldCancelWhatAPageLeavesBehind() throws Exception {
    App.of("leaving", temp).run().assertChecks("the page before is cancelled", "still there");
  }
}
