package org.socketplatform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EndWatchTest {
  private static int start(String script) throws Exception {
    List<String> command = List.of("/bin/sh", "-c", script);
    List<Integer> nowhere = List.of(Launch.NULL, Launch.NULL, Launch.NULL);
    return NativeSpawn.start(new Launch(command, Map.of(), Path.of("/"), nowhere, false));
  }

  private static Exit ofNobody() {
    return new Exit(-1, -1);
  }

  private static Exit exitOf(int child, int program) throws Exception {
    CompletableFuture<Exit> told = new CompletableFuture<>();
    try (Poller poller = new Poller()) {
      EndWatch watch = new EndWatch(new Spawner.Started(child, program), poller, told::complete);
      assertThat(watch).isNotNull();
      return told.completeOnTimeout(ofNobody(), 20, TimeUnit.SECONDS).get();
    }
  }

  @Test
  void shouldTellHowAProgramEnded() throws Exception {
    assumeTrue(Posix.isSupported());
    int child = start("exit 3");

    assertThat(exitOf(child, child)).isEqualTo(new Exit(3, 0));
  }

  @Test
  void shouldTellHowItEndedWhereItsProgramHasGoneBefore() throws Exception {
    assumeTrue(Posix.isSupported());
    int gone = start("exit 0");
    while (Posix.reap(gone).equals(Optional.empty())) {
      Thread.onSpinWait();
    }
    int child = start("exit 4");

    assertThat(exitOf(child, gone)).isEqualTo(new Exit(4, 0));
  }
}
