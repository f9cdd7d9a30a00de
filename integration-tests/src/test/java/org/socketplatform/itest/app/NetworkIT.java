package org.socketplatform.itest.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** UDP of real pages, also while the plugin behind it is replaced. */
class NetworkIT {
  private static final Path HOUSE = Path.of(System.getProperty("house", ".."));
  private static final String ECHO =
      """
      const socket = require('node:dgram').createSocket('udp4')
      socket.on('message', (message, from) =>
        socket.send(`Node got ${message.length}`, from.port, from.address))
      socket.bind(0, '127.0.0.1', () => console.log(socket.address().port))
      """;

  @TempDir private Path temp;

  @Test
  void shouldCarryThePacketsOfAPage() throws Exception {
    List<String> checks =
        new ArrayList<>(
            List.of(
                "packets in order, none lost",
                "a thousand sockets",
                "IPv6",
                "a page that is too slow is told what it missed",
                "nobody at the other end",
                "what is not granted is refused",
                "a worker has sockets of its own",
                "nothing stays behind"));
    Optional<Process> node = startNode();
    String port = "0";
    if (node.isPresent()) {
      port = port(node.get());
      checks.add(checks.size() - 1, "a peer that is Node");
    } else {
      System.err.println("Node is not on the PATH: it is not tried as a peer");
    }
    try {
      App.of("network", temp).with("--", port).run().assertChecks(checks.toArray(String[]::new));
    } finally {
      node.ifPresent(Process::destroyForcibly);
    }
  }

  private static Optional<Process> startNode() {
    try {
      return Optional.of(
          new ProcessBuilder("node", "-e", ECHO)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String port(Process node) throws IOException {
    try (BufferedReader reader = node.inputReader(UTF_8)) {
      return String.valueOf(reader.readLine());
    }
  }

  /** The plugin is edited and built anew, three times, while a page sends to itself. */
  @Test
  void shouldLoseNoPacketWhenThePluginIsReplaced() throws Exception {
    Path house = Files.createDirectory(temp.resolve("house"));
    for (String part :
        List.of(
            "pom.xml",
            "bundles/pom.xml",
            "bundles/udp/pom.xml",
            "bundles/udp/src/main",
            "bundles/udp/modules")) {
      copy(part, house);
    }
    App app = App.of("dev", temp);
    Files.writeString(
        app.folder().resolve("socket.ini"),
        """

        [capabilities.udp]
        bind[] = "127.0.0.1:*"
        send[] = "127.0.0.1:*"
        """,
        StandardOpenOption.APPEND);
    Files.writeString(
        app.folder().resolve("main.js"),
        """
        import { createSocket } from 'socket:dgram'
        import { send } from 'socket:ipc'

        const receiver = createSocket('udp4')
        const sender = createSocket('udp4')
        await new Promise((resolve) => receiver.bind(0, '127.0.0.1', resolve))
        const { port } = receiver.address()
        let sent = 0
        let received = 0
        receiver.on('error', (error) => console.log(`wrong=${error.code}`))
        sender.on('error', (error) => console.log(`wrong=${error.code}`))
        receiver.on('drop', (count) => console.log(`wrong=dropped ${count}`))
        receiver.on('message', (message) => {
          const number = message.readUInt32BE(0)
          if (number !== received++) {
            console.log(`wrong=${number} instead of ${received - 1}`)
            received = number + 1
          }
        })
        setInterval(() => {
          for (let i = 0; i < 5; i++) {
            const packet = new Uint8Array(64)
            new DataView(packet.buffer).setUint32(0, sent++)
            sender.send(packet, port, '127.0.0.1', (error) => error && console.log(`wrong=${error.code}`))
          }
        }, 5)
        let before = ''
        async function look () {
          const { err } = await send('udp.getState', { id: 'none' })
          const at = received
          while (received < at + 50) await new Promise((resolve) => setTimeout(resolve, 5))
          const now = `unknown=${err.message}`
          if (now !== before) console.log(now)
          before = now
          setTimeout(look, 10)
        }
        look()
        """);
    try (Run run = app.develop(house)) {
      String said = "No socket is open";
      run.awaitLineWith("unknown=" + said);
      Path source =
          house.resolve("bundles/udp/src/main/java/org/socketplatform/udp/PageSockets.java");
      for (String now : List.of("No socket is there", "There is no socket", "No such socket is")) {
        Files.writeString(source, Files.readString(source).replace(said, now));
        run.awaitLineWith("unknown=" + now);
        said = now;
      }

      assertThat(Files.readString(run.out())).doesNotContain("wrong=");
    }
  }

  private static void copy(String name, Path house) throws IOException {
    try (var files = Files.walk(HOUSE.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = house.resolve(HOUSE.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }
}
