package org.socketplatform.itest.app;

import java.io.IOException;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers of Stream Relay in real pages; what they do over Bluetooth is in {@link BluetoothIT}. */
@Timeout(180)
class RelayIT {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern PEER = Pattern.compile("\"peer\":\"([0-9a-f]{64})\"");

  private final List<Run> peers = new ArrayList<>();

  @TempDir Path temp;

  @AfterEach
  void endPeers() {
    peers.forEach(Run::close);
  }

  @Test
  void shouldGoOnTalkingWhenTheBundleIsReplaced() throws Exception {
    App.of("network-swap", temp).run().assertChecks("two peers", "a lonely peer");
  }

  @Test
  void shouldTalkToSomebodyWithoutAWindow() throws Exception {
    List<String> introducers = List.of(introducer(), introducer());
    List<String> options = new ArrayList<>(List.of("--join", "garden", "--event", "question"));
    introducers.forEach(each -> options.addAll(List.of("--introducer", each)));
    Run gardener = peer(options.toArray(String[]::new));
    gardener.awaitLineWith("\"type\":\"ready\"");

    try (Run page =
        App.of("network-talk", temp).with("--").with(introducers.toArray(String[]::new)).start()) {
      gardener.awaitLineWith("is it raining?", "strong");
      try (Writer commands = gardener.process().outputWriter()) {
        commands.write("emit garden answer not yet\n");
        commands.flush();
        page.end().assertChecks("talk");
      }
    }
  }

  /** Runs {@code ssc peer} of the platform as it was built. */
  private Run peer(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(BuiltPlatform.with(temp.resolve("platform-" + peers.size())).commands());
    command.addAll(List.of("peer", "--json"));
    command.addAll(List.of(options));
    Path out = temp.resolve("peer-" + peers.size() + ".out");
    Path err = temp.resolve("peer-" + peers.size() + ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    Run peer = new Run(process, out, err);
    peers.add(peer);
    return peer;
  }

  private String introducer() throws IOException, InterruptedException {
    String port = freePort();
    Run introducer = peer("--indexed", "--address", LOOPBACK, "--port", port);
    Matcher id = PEER.matcher(introducer.awaitLineWith("\"type\":\"ready\""));
    if (!id.find()) {
      throw new IllegalStateException("a peer tells its id when it is ready");
    }
    return id.group(1) + "@" + LOOPBACK + ":" + port;
  }

  private static String freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return String.valueOf(socket.getLocalPort());
    }
  }
}
