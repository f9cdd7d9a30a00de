package org.socketplatform.itest.app;

import java.nio.file.Path;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs and backends, from a page. */
class ProgramsIT {
  @TempDir Path temp;

  @Disabled("bytes through a backend stop half-way in a page")
  @Test
  void shouldRunProgramsAndBackends() throws Exception {
    App.of("programs", temp)
        .run()
        .assertChecks(
            "bytes through a program and back",
            "bytes while the service is replaced",
            "much output in little memory",
            "signals and statuses",
            "some programs at once",
            "what is not granted",
            "a backend that starts with the app",
            "bytes through a backend",
            "a backend has grants of its own",
            "a backend while the service is replaced",
            "a backend that crashes");
  }
}
