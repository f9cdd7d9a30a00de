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
import org.socketplatform.pluginprotocol.Budget;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.FrameDecoder;
import org.socketplatform.pluginprotocol.FrameOutput;
import org.socketplatform.pluginprotocol.FrameReader;
import org.socketplatform.pluginprotocol.IncomingCalls;
import org.socketplatform.pluginprotocol.Limits;
import org.socketplatform.pluginprotocol.Link;
import org.socketplatform.pluginprotocol.OutgoingCalls;
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

  /** What is kept of the body of one call. */
  private static final int WINDOW = 1 << 18;

  /** What is kept of calls and of answers that nobody has taken yet. */
  private static final long KEPT = 64 << 20;

  private static final int FAILED = 1;
  private static final long STOP_MILLIS = 1000;

  private static volatile @Nullable PluginFramework framework;

  /** The end of the platform, or of what it says, is noticed by the thread that reads. */
  private record Pipes(FrameOutput out) implements Link {
    @Override
    public boolean send(Frame frame) throws IOException {
      return out.send(frame);
    }

    @Override
    public void lost() {}

    @Override
    public void violated(ProtocolException how) {
      System.err.println("error: the platform broke the protocol: " + how.getMessage());
    }
  }

  private Main() {}

  public static void main(String... line) {
    FrameReader in = new FrameReader(new FileInputStream(FileDescriptor.in));
    FrameOutput out = new FrameOutput(new FileOutputStream(FileDescriptor.out));
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

  private static int run(Path platform, Path jar, FrameReader in, FrameOutput out)
      throws IOException {
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
    Link link = new Pipes(out);
    Budget budget = new Budget(KEPT);
    OutgoingCalls asked = new OutgoingCalls("platform", Limits.PLUGIN_CALLS, budget, link);
    CallServer server = new CallServer(new PlaceClient(asked));
    IncomingCalls calls =
        new IncomingCalls(
            server, new IncomingCalls.Settings(Integer.MAX_VALUE, WINDOW), budget, link);
    PluginCalls router = new PluginCalls(asked);
    // Started beside the reading, so that the end of the platform is noticed meanwhile as well.
    Thread.ofPlatform()
        .name("plugin-start")
        .daemon()
        .start(() -> start(platform, jar, name, server, router, out));
    for (ByteBuffer content; (content = in.next()) != null; ) {
      switch (FrameDecoder.toPlugin(content)) {
        case Frame.Asking asking -> calls.receive(asking);
        case Frame.Answering answering -> asked.receive(answering);
        case Frame.Ping _ -> Thread.ofVirtual().start(() -> link.trySend(new Frame.Pong()));
        case Frame.Hello _ -> throw new ProtocolException("hello comes once");
      }
    }
    asked.end();
    calls.end();
    stop(framework);
    return 0;
  }

  private static void start(
      Path platform,
      Path jar,
      String name,
      CallServer server,
      PluginCalls router,
      FrameOutput out) {
    try {
      PluginFramework started =
          PluginFramework.start(platform, Plan.read(platform.resolve(PLAN)), jar, router);
      framework = started;
      out.send(new Frame.Ready(Limits.VERSION, name, server.serve(started.routes(name))));
      router.ready();
    } catch (BundleException | IOException | RuntimeException | LinkageError e) {
      String message = e.getMessage();
      Runtime.getRuntime().halt(refuse(out, message == null ? e.toString() : message));
    }
  }

  private static int refuse(FrameOutput out, String why) {
    try {
      out.send(new Frame.Refused(why));
    } catch (IOException e) {
      // Nobody is there to be told.
    }
    return FAILED;
  }
}
