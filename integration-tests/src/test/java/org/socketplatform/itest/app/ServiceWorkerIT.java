package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service workers, which the engine does not have for pages like ours. */
class ServiceWorkerIT {
  @TempDir Path temp;

  @Test
  void shouldLetServiceWorkersAnswerTheRequestsOfPages() throws Exception {
    Result result =
        App.of("service", temp)
            .run()
            .assertChecks(
                "nothing is registered",
                "a registration",
                "requests of a document",
                "requests of scripts",
                "what it leaves to the files",
                "bodies of requests",
                "64 MiB in pieces",
                "an answer that nobody reads to its end",
                "an answer that breaks off",
                "errors of its script",
                "redirections",
                "messages",
                "two windows share one",
                "a new version",
                "one of socket.ini, which exports its handlers",
                "a server of http",
                "a scheme of its own",
                "scripts that do not start",
                "what only the worker may say",
                "one that never answers",
                "one that hangs",
                "it is unregistered",
                "still there");

    assertThat(result.err())
        .anyMatch(line -> line.contains("did not answer for socket://com.example.service/never"))
        .anyMatch(line -> line.contains("sw.js hangs; it is started anew"));
  }

  @Test
  void shouldAnswerWithoutAWorkerWhoseProcessIsKilled() throws Exception {
    try (Run run = App.of("service-killed", temp).start()) {
      run.awaitLine("waiting");
      run.newestPage().destroyForcibly();

      run.end()
          .assertChecks("what a worker was answering when it ended", "the worker is there again");
    }
  }

  @Test
  void shouldHoldServiceWorkersToThePolicyOfTheApp() throws Exception {
    App.of("service-strict", temp)
        .run()
        .assertChecks(
            "it starts under a strict policy",
            "its answers are under the policy of the app",
            "it has the capabilities of the app",
            "no script of elsewhere");
  }

  @Test
  void shouldRefuseServiceWorkersWhereTheSettingsForbidThem() throws Exception {
    App app =
        App.withScript(
            temp,
            """
            import * as ipc from 'socket:ipc'
            import { end } from './story.js'
            const error = await navigator.serviceWorker.register('/main.js').catch((error) => error)
            const { err } = await ipc.send('serviceWorker.register', { scriptURL: '/main.js', scope: '/' })
            console.log(error.name, err.code)
            await end()
            """);
    Files.writeString(
        app.folder().resolve("socket.ini"),
        Files.readString(app.folder().resolve("socket.ini"))
            + "\n[permissions]\nallow_service_worker = false\n");

    assertThat(app.run().assertStory().out()).contains("NotAllowedError NOT_ALLOWED");
  }

  @Test
  void shouldHaveNoProcessForServiceWorkersWhereThereAreNone() throws Exception {
    try (Run run =
        App.withScript(
                temp,
                """
                console.log((await navigator.serviceWorker.getRegistrations()).length, 'registered')
                """)
            .start()) {
      run.awaitLine("0 registered");

      run.awaitPages(1);
    }
  }
}
