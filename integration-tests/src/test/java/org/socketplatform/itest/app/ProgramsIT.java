package org.socketplatform.itest.app;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs and backends, from a page. */
class ProgramsIT {
  @TempDir Path temp;

  @Test
  void shouldRunProgramsAndBackends() throws Exception {
    App.of("programs", temp)
        .run()
        .assertChecks(
            "bytes through a program and back",
            "bytes while the service is replaced",
            "much output in little memory",
            "signals and statuses",
            "two hundred programs",
            "what is not granted",
            "a backend that starts with the app",
            "bytes through a backend",
            "a backend has grants of its own",
            "a backend while the service is replaced",
            "a backend that crashes");
  }
}
