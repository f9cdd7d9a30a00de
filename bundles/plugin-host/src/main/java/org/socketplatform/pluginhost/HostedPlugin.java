package org.socketplatform.pluginhost;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.pluginhost.api.PluginProcess;

/** Keeps one plugin running in a process, and its routes offered while it does. */
final class HostedPlugin implements PluginProcess {
  private static final long STOP_SECONDS = 2;

  private final String plugin;
  private final Path bundle;
  private final Surroundings surroundings;
  private final boolean isFirst;
  private final Runnable onClose;
  private final Backoff backoff = new Backoff();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Run run;
  private boolean closed;

  /**
   * What plugins share.
   *
   * @param offer registers routes with the router; what it returns takes them back
   * @param router answers what plugins call of their own accord
   */
  record Surroundings(
      ProcessCommand command,
      Spawner spawner,
      Connection.Settings settings,
      Offer offer,
      Function<Call, Reply> router,
      Logger log) {}

  /** Registers routes with the router. */
  @FunctionalInterface
  interface Offer {
    /**
     * Registers them.
     *
     * @param needs what the plugin calls of its own accord
     * @return takes them back
     */
    Runnable offer(RouteProvider routes, List<String> needs);
  }

  /** One process from its start to its end. */
  private record Run(Process process, Connection connection, Runnable withdraw, long since) {}

  /** The routes of a process that is ready. */
  private record Routes(String name, List<Route> routes) implements RouteProvider {}

  /**
   * A plugin that does not run yet.
   *
   * @param isFirst true if no other process serves these routes, so that calls may wait for this
   *     one while it starts
   */
  HostedPlugin(
      String plugin, Path bundle, boolean isFirst, Surroundings surroundings, Runnable onClose) {
    this.plugin = plugin;
    this.bundle = bundle;
    this.isFirst = isFirst;
    this.surroundings = surroundings;
    this.onClose = onClose;
  }

  /** Starts it, and watches over it from then on. */
  void start() {
    try {
      Manifest manifest = Manifest.of(plugin, bundle);
      Run first = launchFirst(manifest);
      Thread.ofVirtual().name("plugin-" + plugin).start(() -> watch(first, manifest));
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(Failure.aborted());
    }
  }

  private Run launchFirst(Manifest manifest) throws IOException, InterruptedException {
    if (!isFirst) {
      return launch(manifest);
    }
    WaitingRoutes waiting = new WaitingRoutes(plugin, manifest);
    Runnable withdraw = surroundings.offer().offer(waiting, manifest.needs());
    boolean serves = false;
    try {
      Run first = launch(manifest);
      serves = true;
      return first;
    } finally {
      waiting.end(serves);
      withdraw.run();
    }
  }

  private FailureException failed(String why) {
    return new FailureException(Failures.startFailed(plugin, why));
  }

  @Override
  public String plugin() {
    return plugin;
  }

  @Override
  public OptionalLong pid() {
    lock.lock();
    try {
      return run == null ? OptionalLong.empty() : OptionalLong.of(run.process().pid());
    } finally {
      lock.unlock();
    }
  }

  private Run launch(Manifest manifest) throws IOException, InterruptedException {
    Process process = surroundings.spawner().start(surroundings.command().of(bundle));
    LogLines lines = new LogLines(plugin, surroundings.log(), System::nanoTime);
    Thread.ofPlatform()
        .daemon()
        .name("plugin-" + plugin + "-log")
        .start(() -> lines.read(process.getErrorStream()));
    Connection connection =
        new Connection(
            plugin,
            manifest,
            process.getInputStream(),
            process.getOutputStream(),
            surroundings.settings(),
            surroundings.router(),
            process::destroyForcibly);
    boolean open = false;
    try {
      Routes routes = new Routes(plugin, connection.open());
      Runnable withdraw;
      lock.lock();
      try {
        if (closed) {
          throw new IOException("it was closed meanwhile");
        }
        withdraw = surroundings.offer().offer(routes, manifest.needs());
        run = new Run(process, connection, withdraw, System.nanoTime());
        connection.offered();
        open = true;
        return run;
      } finally {
        lock.unlock();
      }
    } finally {
      if (!open) {
        process.destroyForcibly();
      }
    }
  }

  /** Waits for the end of each process, and starts the next one. */
  private void watch(Run first, Manifest manifest) {
    Run current = first;
    while (true) {
      String why = current.connection().end().join();
      lock.lock();
      try {
        if (closed) {
          return;
        }
        run = null;
      } finally {
        lock.unlock();
      }
      current.withdraw().run();
      Run next = restart(current, manifest, why);
      if (next == null) {
        return;
      }
      current = next;
    }
  }

  private @Nullable Run restart(Run last, Manifest manifest, String reason) {
    Duration ran = Duration.ofNanos(System.nanoTime() - last.since());
    String why = reason;
    while (true) {
      Duration pause = backoff.after(ran);
      surroundings.log().log(
          Level.ERROR,
          "The plugin "
              + plugin
              + " crashed: "
              + why
              + "; it is started again in "
              + pause.toSeconds()
              + " s");
      if (!waited(pause)) {
        return null;
      }
      try {
        return launch(manifest);
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
        ran = Duration.ZERO;
      } catch (InterruptedException e) {
        return null;
      }
    }
  }

  /** False if it was closed instead. */
  private boolean waited(Duration pause) {
    long left = pause.toNanos();
    lock.lock();
    try {
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Run last;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      last = run;
      run = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.withdraw().run();
      end(last.process());
    }
    onClose.run();
  }

  /** Closing its input asks it to end, which a good one does within this time. */
  private static void end(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
