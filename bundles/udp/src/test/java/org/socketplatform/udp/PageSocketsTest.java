package org.socketplatform.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;
import org.socketplatform.udp.api.UdpOptions;

class PageSocketsTest {
  private static final Caller PAGE = new Caller(0, "socket://a", Caller.Kind.PAGE);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int PATIENCE_SECONDS = 20;
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private final List<PageSockets> all = new ArrayList<>();
  private final ChannelSockets others = new ChannelSockets();

  @AfterEach
  void close() {
    all.forEach(PageSockets::closeAll);
    others.close();
  }

  private PageSockets sockets(Duration patience) {
    PageSockets sockets = new PageSockets(patience);
    all.add(sockets);
    return sockets;
  }

  /** What a page is told, as names and values. */
  private static final class Reader implements Flow.Subscriber<Writable> {
    private final BlockingQueue<Map<String, Object>> items = new LinkedBlockingQueue<>();
    private Flow.Subscription subscription = new Nothing();

    private record Nothing() implements Flow.Subscription {
      @Override
      public void request(long count) {}

      @Override
      public void cancel() {}
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Writable item) {
      Members members = new Members();
      item.writeTo(members);
      items.add(members.values);
    }

    @Override
    public void onError(Throwable error) {
      throw new AssertionError(error);
    }

    @Override
    public void onComplete() {
      items.add(Map.of("end", true));
    }

    /** The next item with this member. */
    Map<String, Object> next(String member) throws InterruptedException {
      while (true) {
        Map<String, Object> item = items.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (item == null) {
          throw new AssertionError("The page was not told of " + member);
        }
        if (item.containsKey(member)) {
          return item;
        }
      }
    }

    String nextText() throws InterruptedException {
      byte[] bytes = Base64.getDecoder().decode((String) next("data").get("data"));
      return new String(bytes, UTF_8);
    }
  }

  /** The members of an object; what a list holds is not kept. */
  private static final class Members implements ValueWriter {
    final Map<String, Object> values = new HashMap<>();
    private Optional<String> name = Optional.empty();

    private void put(Object value) {
      name.ifPresent(known -> values.putIfAbsent(known, value));
    }

    @Override
    public void beginObject() {}

    @Override
    public void endObject() {}

    @Override
    public void beginArray() {
      put("list");
      name = Optional.empty();
    }

    @Override
    public void endArray() {}

    @Override
    public void name(String given) {
      name = Optional.of(given);
    }

    @Override
    public void string(String value) {
      put(value);
    }

    @Override
    public void number(long value) {
      put(value);
    }

    @Override
    public void number(double value) {
      put(value);
    }

    @Override
    public void bool(boolean value) {
      put(value);
    }

    @Override
    public void nullValue() {}
  }

  private static long number(Map<String, Object> item) {
    return item.get("n") instanceof Long number ? number : -1;
  }

  private static PageSocket open(PageSockets sockets, String id) throws Exception {
    return sockets.open(PAGE, id, "feed", UdpOptions.bind(LOOPBACK));
  }

  private static Reader read(PageSockets sockets, long after) {
    Reader reader = new Reader();
    sockets.events(PAGE, "feed", after).subscribe(reader);
    return reader;
  }

  private void send(String text, PageSocket to) throws Exception {
    try (var socket = others.open(UdpOptions.bind(LOOPBACK))) {
      assertThat(socket.send(ByteBuffer.wrap(text.getBytes(UTF_8)), to.socket().localAddress()))
          .isTrue();
    }
  }

  @Test
  void shouldHandOverSocketsWithWhatTheyReceived() throws Exception {
    PageSockets before = sockets(LONG);
    PageSocket first = open(before, "1");
    Reader reader = read(before, 0);
    send("seen", first);
    Map<String, Object> seen = reader.next("data");
    send("unseen", first);
    assertThat(reader.nextText()).endsWith("unseen");

    Map<String, Object> state = before.release();
    send("meanwhile", first);
    PageSockets after = sockets(LONG);
    after.adopt(state);
    before.closeAll();
    Reader again = read(after, number(seen));

    assertThat(again.next("open")).containsKey("open");
    assertThat(again.nextText()).endsWith("unseen");
    assertThat(again.nextText()).endsWith("meanwhile");
    PageSocket adopted = after.find(PAGE, "1");
    assertThat(adopted.socket().localAddress()).isEqualTo(first.socket().localAddress());
    send("later", adopted);
    assertThat(again.nextText()).endsWith("later");
  }

  @Test
  void shouldHoldBackWhenThePageDoesNotAcknowledge() throws Exception {
    PageSockets sockets = sockets(LONG);
    PageSocket socket = open(sockets, "1");
    Reader reader = read(sockets, 0);
    InetSocketAddress from = LOOPBACK;
    int size = 1000;
    int told = 0;
    while (socket.waiting() == 0) { // until the window is full
      socket.packet(ByteBuffer.allocate(size), from);
      told++;
      socket.batchEnd();
    }
    int inWindow = told - 1;
    int room = PageSocket.MOST_BYTES / (size + 4);
    for (int i = 0; i < room + 100; i++) {
      socket.packet(ByteBuffer.allocate(size), from);
    }
    socket.batchEnd();

    assertThat(inWindow * size).isLessThan(Feed.MOST_UNACKNOWLEDGED);
    assertThat(socket.dropped()).isBetween(90L, 110L);
    assertThat(reader.items).hasSize(inWindow + 1);
    long last = 0;
    while (true) {
      Map<String, Object> item = reader.next("n");
      last = number(item);
      sockets.acknowledge(PAGE, "feed", last);
      if (item.containsKey("lost")) {
        assertThat(item.get("lost")).isEqualTo(socket.dropped());
        break;
      }
    }
    assertThat(socket.waiting()).isZero();
  }

  @Test
  void shouldCloseSocketsWhoseDocumentHasGone() throws Exception {
    PageSockets sockets = sockets(Duration.ofSeconds(1));
    Reader reader = read(sockets, 0);
    reader.next("open");
    PageSocket socket = open(sockets, "1");
    assertThat(socket.socket().channel().isOpen()).isTrue();

    reader.subscription.cancel();

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (socket.socket().channel().isOpen() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(socket.socket().channel().isOpen()).isFalse();
  }

  @Test
  void shouldGiveTheStreamToItsNewestReader() throws Exception {
    PageSockets sockets = sockets(LONG);
    PageSocket socket = open(sockets, "1");
    Reader first = read(sockets, 0);
    Reader second = read(sockets, 0);

    send("hello", socket);

    assertThat(first.next("end")).containsKey("end");
    assertThat(second.nextText()).endsWith("hello");
  }

  @Test
  void shouldKeepWindowsApart() throws Exception {
    PageSockets sockets = sockets(LONG);
    open(sockets, "1");
    Caller other = new Caller(1, "socket://a", Caller.Kind.PAGE);

    PageSocket own = sockets.open(other, "1", "feed", UdpOptions.bind(LOOPBACK));
    sockets.close(other, "1");

    assertThat(own.socket().channel().isOpen()).isFalse();
    assertThat(sockets.find(PAGE, "1").socket().channel().isOpen()).isTrue();
  }
}
