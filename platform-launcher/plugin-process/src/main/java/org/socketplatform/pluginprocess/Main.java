package org.socketplatform.pluginprocess;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.socketplatform.boot.Plan;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.FrameDecoder;
import org.socketplatform.pluginprotocol.FrameReader;
import org.socketplatform.pluginprotocol.Limits;
import org.socketplatform.pluginprotocol.ProtocolException;

/**
 * Runs one plugin for the platform, which talks to it over standard input and output: {@code Main
 * PLATFORM_FOLDER PLUGIN_JAR}. It ends when the platform closes its end, however that comes about.
 */
public final class Main {
  /** Name of the plan of this process in the folder of the platform. */
  private static final String PLAN = "plugin-process.plan";

  /** Set while the platform is built: the JVM watches what it loads. */
  private static final boolean TRAINING = System.getProperty("socket.training") != null;

  private static final int FAILED = 1;
  private static final long STOP_MILLIS = 1000;

  private static volatile @Nullable PluginFramework framework;

  private Main() {}

  public static void main(String... line) {
    FrameReader in = new FrameReader(new FileInputStream(FileDescriptor.in));
    Outbox out = new Outbox(new FileOutputStream(FileDescriptor.out));
    // The plugin has nothing to do with the pipes: what it prints goes to the log.
    System.setIn(InputStream.nullInputStream());
    System.setOut(System.err);
    int status = FAILED;
    try {
      status = run(Path.of(line[0]), Path.of(line[1]), in, out);
    } catch (IOException | RuntimeException | Error e) {
      System.err.println("error: " + e);
    }
    if (TRAINING) {
      System.exit(status); // writes the AOT cache
    }
    // Whatever the plugin still does, nobody is there for it any more.
    Runtime.getRuntime().halt(status);
  }

  /** Stops the plugin, which gets a second for it. */
  private static void stop(@Nullable PluginFramework framework) {
    if (framework != null) {
      framework.stop(STOP_MILLIS);
    }
  }

  private static int run(Path platform, Path jar, FrameReader in, Outbox out) throws IOException {
    @Nullable ByteBuffer first = in.next();
    if (first == null) {
      return 0;
    }
    if (!(FrameDecoder.toPlugin(first) instanceof Frame.Hello(int version, String name))) {
      throw new ProtocolException("the platform does not begin with hello");
    }
    if (version != Limits.VERSION) {
      return refuse(
          out,
          "the platform speaks version " + version + " of the protocol, not " + Limits.VERSION);
    }
    CallServer server = new CallServer(out);
    // Started beside the reading, so that the end of the platform is noticed meanwhile as well.
    Thread.ofPlatform()
        .name("plugin-start")
        .daemon()
        .start(() -> start(platform, jar, name, server, out));
    for (ByteBuffer content; (content = in.next()) != null; ) {
      server.receive(FrameDecoder.toPlugin(content));
    }
    stop(framework);
    return 0;
  }

  private static void start(Path platform, Path jar, String name, CallServer server, Outbox out) {
    try {
      PluginFramework started =
          PluginFramework.start(platform, Plan.read(platform.resolve(PLAN)), jar);
      framework = started;
      out.send(new Frame.Ready(Limits.VERSION, name, server.serve(started.routes(name))));
    } catch (BundleException | IOException | RuntimeException | LinkageError e) {
      String message = e.getMessage();
      Runtime.getRuntime().halt(refuse(out, message == null ? e.toString() : message));
    }
  }

  private static int refuse(Outbox out, String why) {
    out.send(new Frame.Refused(why));
    return FAILED;
  }
}
