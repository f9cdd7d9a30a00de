package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.socketplatform.testkit.PluginTest;

class NetworkTest {
  private static final int DATA = 0;
  private static final int END = 1;
  private static final int PIECE = 1024 * 1024;

  private final PluginTest app =
      PluginTest.with(new NetworkRoutes())
          .allow("[capabilities.net]", "connect[] = 127.0.0.1:*", "listen[] = 127.0.0.1:*")
          .start();

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void shouldConnectOnlyWhereTheAppMay() {
    assertThat(
            app.call("net.connect", "host", "192.0.2.1:80", "session", "s", "id", 1)
                .failure()
                .code())
        .isEqualTo("NOT_ALLOWED");
    assertThat(
            app.call("net.connect", "host", "localhost:80", "session", "s", "id", 1)
                .failure()
                .code())
        .isEqualTo("NOT_ALLOWED");
    assertThat(app.log()).anyMatch(line -> line.contains("connect[] = \"192.0.2.1:80\""));
  }

  @Test
  void shouldListenOnlyWhereTheAppMay() {
    for (String host : List.of("0.0.0.0:0", "[::]:8080", "192.168.0.1:80")) {
      assertThat(app.call("net.listen", "host", host, "session", "s", "id", 1).failure().code())
          .as(host)
          .isEqualTo("NOT_ALLOWED");
    }
  }

  @Test
  void shouldLeaveOthersTheirHandles() {
    PageOf page = new PageOf(app);
    page.listen(1);
    assertThat(app.call("net.send", "session", "other", "frames", new byte[9]).json())
        .contains("ENOTOPEN");
    assertThat(app.call("net.close", "session", "other", "id", 1).isOk()).isTrue();
    assertThat(page.listen(2)).isPositive();
  }

  @Test
  void shouldCarryAGibibyteThroughLittleMemory() throws Exception {
    long pieces = 1024;
    PageOf page = new PageOf(app);
    CRC32C sent = new CRC32C();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> {
            byte[] piece = new byte[PIECE];
            new Random(1).nextBytes(piece);
            try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
              for (int i = 0; i < pieces; i++) {
                piece[i] ^= (byte) i;
                sent.update(piece);
                out.write(piece);
              }
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      page.connect(1, server.getLocalPort());
      page.next("connect");
      CRC32C received = new CRC32C();
      long total = 0;
      while (total < pieces * PIECE) {
        byte[] bytes = page.take(1, 4 * PIECE);
        if (bytes.length == 0) {
          page.next("data");
        }
        assertThat(bytes.length).isLessThanOrEqualTo(4 * PIECE);
        received.update(bytes);
        total += bytes.length;
      }
      writer.join();
      assertThat(received.getValue()).isEqualTo(sent.getValue());
      page.next("end");
    }
  }

  @Test
  void shouldReadNoMoreThanTheCreditOfASlowPage() throws Exception {
    PageOf page = new PageOf(app);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      page.connect(1, server.getLocalPort());
      try (Socket socket = server.accept()) {
        socket.setSendBufferSize(16 * 1024);
        CompletableFuture<Void> writer =
            CompletableFuture.runAsync(() -> {
              try {
                socket.getOutputStream().write(new byte[64 * PIECE]);
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
        page.next("data");
        byte[] first = page.take(1, 64 * PIECE);
        assertThat(first.length).isBetween(1, Inbox.LEAST_CREDIT);
        assertThat(writer).isNotDone();
        long total = first.length;
        while (total < 64L * PIECE) {
          byte[] bytes = page.take(1, 4 * PIECE);
          total += bytes.length;
          if (bytes.length == 0) {
            page.next("data");
          }
        }
        writer.join();
      }
    }
  }

  @Test
  void shouldTellTheWriterToWaitForASlowPeer() throws Exception {
    PageOf page = new PageOf(app);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      page.connect(1, server.getLocalPort());
      page.next("connect");
      try (Socket socket = server.accept()) {
        long kept = 0;
        long sent = 0;
        while (kept <= PageSocket.MUCH) {
          Map<?, ?> outcome = (Map<?, ?>) page.send(1, DATA, new byte[PIECE]).value().orElseThrow();
          sent += PIECE;
          Object told = ((Map<?, ?>) Objects.requireNonNull(outcome.get("kept"))).get("1");
          kept = told instanceof Long bytes ? bytes : 0;
        }
        page.send(1, END, new byte[0]);
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[PIECE];
        long received = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          received += count;
        }
        assertThat(received).isEqualTo(sent);
        page.next("drain");
        page.next("finish");
      }
    }
  }

  @Test
  void shouldFreeThePortAtOnce() throws Exception {
    PageOf page = new PageOf(app);
    int port = page.listen(1);
    page.close(1);
    try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(again.isBound()).isTrue();
    }
  }

  @Test
  void shouldAnswerWithOneClearErrorWhateverIsSent() {
    PageOf page = new PageOf(app);
    page.listen(1);
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (random.nextBoolean() && bytes.length > 9) {
        bytes[0] = bytes[1] = bytes[2] = bytes[4] = bytes[5] = bytes[6] = 0;
        bytes[3] = (byte) random.nextInt(3);
      }
      assertThat(app.call("net.send", "session", "s", "frames", bytes))
          .matches(answer -> answer.isOk() || answer.failure().code().equals("BAD_REQUEST"));
      assertThat(app.call("net.secure", "session", "s", "id", 1, "options", bytes).failure().code())
          .isNotEqualTo("INTERNAL");
    }
    assertThat(app.call("net.take", "session", "s", "ids", "1,x", "most", 5).failure().code())
        .isEqualTo("BAD_REQUEST");
    assertThat(
            app.call("net.connect", "host", "127.0.0.1:1", "session", "s", "id", -1)
                .failure()
                .code())
        .isEqualTo("BAD_REQUEST");
    assertThat(app.log()).noneMatch(line -> line.contains("INTERNAL"));
  }

  @Test
  void shouldSayWhatWasWrongWithCertificates() {
    byte[] fields = field("cert", "no certificate".getBytes(UTF_8));
    assertThat(
            app.call(
                    "net.listen",
                    "host",
                    "127.0.0.1:0",
                    "session",
                    "s",
                    "id",
                    1,
                    "tls",
                    true,
                    "options",
                    concat(field("key", new byte[] {1}), fields))
                .failure()
                .code())
        .isEqualTo("ERR_OSSL_PEM_NO_START_LINE");
  }

  private static byte[] field(String name, byte[] value) {
    return java.nio.ByteBuffer.allocate(5 + name.length() + value.length)
        .put((byte) name.length())
        .put(name.getBytes(UTF_8))
        .putInt(value.length)
        .put(value)
        .array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
