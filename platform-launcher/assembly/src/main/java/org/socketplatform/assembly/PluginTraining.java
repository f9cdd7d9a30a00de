package org.socketplatform.assembly;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.socketplatform.plugin.Caller;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.FrameDecoder;
import org.socketplatform.pluginprotocol.FrameReader;
import org.socketplatform.pluginprotocol.FrameWriter;
import org.socketplatform.pluginprotocol.Limits;

/**
 * Runs the process of a plugin once with the JVM watching, with a plugin of the platform and a
 * call, so that later ones find their classes in an AOT cache. Without it they start slower.
 */
final class PluginTraining {
  private static final long LIMIT_SECONDS = 60;
  private static final int CALL = 1;

  private final Path platform;

  PluginTraining(Path platform) {
    this.platform = platform;
  }

  void run() {
    Path cache = platform.resolve("plugin-process.aot");
    Path log = platform.resolveSibling("plugin-training.log");
    try {
      if (!train(cache, log)) {
        Files.deleteIfExists(cache);
        System.err.println(
            "warning: plugins out of process start slower than they could; see " + log);
      }
    } catch (IOException e) {
      System.err.println(
          "warning: plugins out of process start slower than they could ("
              + e.getMessage()
              + "); see "
              + log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean train(Path cache, Path log) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + platform.resolve("jvm.options"),
                "-XX:AOTCacheOutput=" + cache,
                "-Dsocket.training=plugin",
                "-cp",
                platform.resolve("lib/plugin-process.jar").toString(),
                "org.socketplatform.pluginprocess.Main",
                platform.toString(),
                platform.resolve("bundles/fs.jar").toString())
            .redirectError(Redirect.to(log.toFile()))
            .start();
    try (OutputStream out = process.getOutputStream()) {
      send(out, new Frame.Hello(Limits.VERSION, "fs"));
      FrameReader in = new FrameReader(process.getInputStream());
      for (ByteBuffer content; (content = in.next()) != null && !isAnswer(content, out); ) {}
    }
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0 && Files.exists(cache);
  }

  private static boolean isAnswer(ByteBuffer content, OutputStream out) throws IOException {
    return switch (FrameDecoder.fromPlugin(content)) {
      case Frame.Ready _ -> {
        send(
            out,
            new Frame.Call(
                CALL,
                "fs.constants",
                -1,
                new Caller(-1, "", Caller.Kind.PLATFORM),
                false,
                Map.of(),
                List.of()));
        yield false;
      }
      case Frame.Refused(String message) -> throw new IOException(message);
      case Frame.Value value -> value.last();
      case Frame.Failed _ -> true;
      default -> false;
    };
  }

  private static void send(OutputStream out, Frame.ToPlugin frame) throws IOException {
    FrameWriter writer = new FrameWriter();
    writer.write(frame);
    out.write(writer.bytes(), 0, writer.length());
    out.flush();
  }
}
