package org.socketplatform.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.udp.api.UdpOptions;
import org.socketplatform.udp.api.UdpReceiver;
import org.socketplatform.udp.api.UdpSocket;

/** Two hosts with a cable between them: network namespaces, which root alone may make. */
@Timeout(60)
class NamespacesTest {
  private static final int PORT = 41_234;
  private static final String LISTENER = "listener-" + ProcessHandle.current().pid();
  private static final String SPEAKER = "speaker-" + ProcessHandle.current().pid();
  private static final String CABLE = "cable";
  private static final InetAddress GROUP = InetAddress.ofLiteral("239.83.79.67");
  private static final InetAddress GROUP_6 = InetAddress.ofLiteral("ff02::5350");
  private static final int NOBODY_LISTENS = 9;
  private static final int PATIENCE_SECONDS = 20;
  private static final int PAUSE_MILLIS = 100;

  /** Hears what is sent to it, to two groups and to all, and prints it. */
  static final class Listener {
    private Listener() {}

    public static void main(String[] args) throws Exception {
      NetworkInterface cable = NetworkInterface.getByName(CABLE);
      ChannelSockets sockets = new ChannelSockets();
      UdpSocket socket = sockets.open(UdpOptions.bind(new InetSocketAddress("0.0.0.0", PORT)));
      UdpSocket socket6 =
          sockets.open(new UdpOptions(new InetSocketAddress("::", PORT), false, false, true, 0, 0));
      socket.join(GROUP, cable, Optional.empty());
      socket6.join(GROUP_6, cable, Optional.empty());
      for (UdpSocket each : List.of(socket, socket6)) {
        each.receive((packet, from) -> System.out.println(UTF_8.decode(packet)));
      }
      System.out.println("listening");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Sends a packet of each kind, again and again: a cable that was just plugged in loses some. */
  static final class Speaker {
    private Speaker() {}

    public static void main(String[] args) throws Exception {
      NetworkInterface cable = NetworkInterface.getByName(CABLE);
      ChannelSockets sockets = new ChannelSockets();
      UdpSocket socket = sockets.open(UdpOptions.bind(new InetSocketAddress("10.83.0.1", 0)));
      socket.broadcast(true);
      socket.multicastInterface(cable);
      UdpSocket socket6 = sockets.open(UdpOptions.bind(new InetSocketAddress("::", 0)));
      socket6.multicastInterface(cable);
      UdpSocket refused = sockets.open(UdpOptions.bind(new InetSocketAddress("10.83.0.1", 0)));
      refused.connect(new InetSocketAddress("10.83.0.2", NOBODY_LISTENS));
      refused.receive(new Refusals());
      while (true) {
        say(socket, "to one", InetAddress.ofLiteral("10.83.0.2"));
        say(socket, "to all", InetAddress.ofLiteral("10.83.0.255"));
        say(socket, "to the group", GROUP);
        say(socket6, "to one of IPv6", InetAddress.ofLiteral("fd00:5350::2"));
        say(socket6, "to the group of IPv6", GROUP_6);
        refused.send(bytes("to nobody"));
        Thread.sleep(PAUSE_MILLIS);
      }
    }

    private static void say(UdpSocket socket, String text, InetAddress to) throws IOException {
      socket.send(bytes(text), new InetSocketAddress(to, PORT));
    }

    private static ByteBuffer bytes(String text) {
      return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
  }

  /** Prints that the other host has refused. */
  private static final class Refusals implements UdpReceiver {
    @Override
    public void packet(ByteBuffer packet, InetSocketAddress from) {}

    @Override
    public void failed(IOException error) {
      System.out.println("refused");
    }
  }

  private final List<String> hosts = new ArrayList<>();
  private final List<Process> programs = new ArrayList<>();

  @BeforeEach
  void connectTwoHosts() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root") && make(LISTENER) && make(SPEAKER),
        "left out: no network namespaces can be made");
    assumeTrue(
        ip(
                "link add cable netns %s type veth peer name cable netns %s"
                    .formatted(SPEAKER, LISTENER))
            == 0,
        "left out: no cable can be laid between network namespaces");
    host(SPEAKER, 1);
    host(LISTENER, 2);
  }

  private boolean make(String host) throws Exception {
    boolean made = ip("netns add " + host) == 0;
    if (made) {
      hosts.add(host);
    }
    return made;
  }

  private static void host(String name, int number) throws Exception {
    for (String command :
        List.of(
            "address add 10.83.0.%d/24 broadcast 10.83.0.255 dev cable",
            "address add fd00:5350::%d/64 dev cable nodad",
            "link set cable up",
            "link set lo up")) {
      assertThat(ip("-n " + name + " " + command.formatted(number))).isZero();
    }
  }

  private static int ip(String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments.split(" ")));
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  @AfterEach
  void removeTheHosts() throws Exception {
    for (Process program : programs) {
      program.destroyForcibly().waitFor();
    }
    for (String host : hosts) {
      ip("netns delete " + host);
    }
  }

  private BlockingQueue<String> start(String host, Class<?> program) throws IOException {
    Process started =
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                host,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    programs.add(started);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread.ofVirtual().start(() -> started.inputReader().lines().forEach(lines::add));
    return lines;
  }

  private static String next(BlockingQueue<String> lines) throws InterruptedException {
    return Objects.requireNonNull(
        lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "the program says nothing");
  }

  @Test
  void shouldReachAnotherHostAloneInAGroupAndWithAllOthers() throws Exception {
    BlockingQueue<String> heard = start(LISTENER, Listener.class);
    assertThat(next(heard)).isEqualTo("listening");
    BlockingQueue<String> refused = start(SPEAKER, Speaker.class);

    Set<String> missing =
        new HashSet<>(
            Set.of("to one", "to all", "to the group", "to one of IPv6", "to the group of IPv6"));
    while (!missing.isEmpty()) {
      missing.remove(next(heard));
    }

    assertThat(next(refused)).isEqualTo("refused");
  }
}
