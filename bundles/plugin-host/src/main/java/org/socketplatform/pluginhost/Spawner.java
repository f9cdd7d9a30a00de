package org.socketplatform.pluginhost;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes that the kernel kills when the platform dies. It kills them with the thread that
 * started them, so that is always this one, which lives until {@link #close}.
 */
final class Spawner implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("plugin-spawner").factory());

  Process start(List<String> command) throws IOException, InterruptedException {
    try {
      return thread
          .submit(() -> {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().retainAll(List.of("PATH", "LANG", "LC_ALL", "TMPDIR"));
            return builder.start();
          })
          .get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
