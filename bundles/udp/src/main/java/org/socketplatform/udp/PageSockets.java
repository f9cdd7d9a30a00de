package org.socketplatform.udp;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Writable;
import org.socketplatform.udp.api.UdpOptions;

/**
 * The sockets of all pages and the feeds that tell of them. A socket belongs to the window that
 * opened it, and lives as long as the document whose feed it is told by. Safe for use by many
 * threads.
 */
final class PageSockets {
  /** The most that one window may have open. */
  static final int LIMIT = 8192;

  private static final int LONGEST_NAME = 64;

  private final Duration patience;
  private final ChannelSockets sockets = new ChannelSockets();
  private final Map<Key, PageSocket> open = new ConcurrentHashMap<>();
  private final Map<Key, Feed> feeds = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * No sockets yet.
   *
   * @param patience how long sockets outlive the reader of their feed
   */
  PageSockets(Duration patience) {
    this.patience = patience;
  }

  private record Owner(int window, Caller.Kind kind) {
    static Owner of(Caller caller) {
      return new Owner(caller.window(), caller.kind());
    }
  }

  private record Key(Owner owner, String name) {
    static Key of(Caller caller, String param, String name) {
      if (name.isEmpty() || name.length() > LONGEST_NAME) {
        throw invalid(param, "expecting 1 to " + LONGEST_NAME + " characters");
      }
      return new Key(Owner.of(caller), name);
    }
  }

  private static FailureException invalid(String param, String why) {
    return new FailureException(
        Failure.badRequest("Invalid '" + param + "' given in parameters: " + why));
  }

  /** Opens a socket under an id that the caller chose, told of by one of its feeds. */
  PageSocket open(Caller caller, String id, String feedName, UdpOptions options)
      throws IOException {
    Key key = Key.of(caller, "id", id);
    Key feedKey = Key.of(caller, "feed", feedName);
    if (open.containsKey(key)) {
      throw new FailureException(
          new Failure("InternalError", "ERR_SOCKET_ALREADY_BOUND", "Socket is already bound"));
    }
    if (open.size() >= LIMIT
        && open.keySet().stream().filter(other -> other.owner().equals(key.owner())).count()
            >= LIMIT) {
      throw Errno.EMFILE.exception();
    }
    Feed feed = feed(feedKey);
    PageSocket socket = new PageSocket(id, sockets.openChannel(options), feed);
    if (open.putIfAbsent(key, socket) != null || closed) {
      socket.socket().close();
      throw new FailureException(
          new Failure("InternalError", "ERR_SOCKET_ALREADY_BOUND", "Socket is already bound"));
    }
    if (feeds.get(feedKey) != feed && open.remove(key, socket)) {
      socket.socket().close();
      throw new FailureException(Failure.aborted()); // the document went meanwhile
    }
    socket.socket().receive(socket);
    return socket;
  }

  private Feed feed(Key key) {
    return feeds.computeIfAbsent(key, _ -> watched(key, new Feed()));
  }

  private Feed watched(Key key, Feed feed) {
    feed.whenAbandoned(patience, () -> abandon(key, feed));
    return feed;
  }

  /** The document has gone: so do its sockets. */
  private void abandon(Key key, Feed feed) {
    if (feeds.remove(key, feed)) {
      feed.close();
      open.forEach((id, socket) -> {
        if (socket.feed() == feed && open.remove(id, socket)) {
          socket.socket().close();
        }
      });
    }
  }

  /** The stream of a feed; see {@link Feed#open}. */
  Flow.Publisher<Writable> events(Caller caller, String feedName, long after) {
    Feed feed = feed(Key.of(caller, "feed", feedName));
    List<String> ids =
        open.values().stream().filter(item -> item.feed() == feed).map(PageSocket::id).toList();
    return feed.open(after, ids);
  }

  /** See {@link Feed#acknowledge}. */
  void acknowledge(Caller caller, String feedName, long number) {
    Feed feed = feeds.get(Key.of(caller, "feed", feedName));
    if (feed != null) {
      feed.acknowledge(number);
    }
  }

  /** An open socket of the caller. */
  PageSocket find(Caller caller, String id) {
    PageSocket socket = open.get(Key.of(caller, "id", id));
    if (socket == null) {
      throw unknown(id);
    }
    return socket;
  }

  void close(Caller caller, String id) {
    PageSocket socket = open.remove(Key.of(caller, "id", id));
    if (socket == null) {
      throw unknown(id);
    }
    socket.socket().close();
    socket.feed().remove(socket);
  }

  private static FailureException unknown(String id) {
    return new FailureException(
        new Failure(
                "NotFoundError", "ERR_SOCKET_DGRAM_NOT_RUNNING", "No socket is open under this id")
            .with("id", id));
  }

  /** Closes everything. */
  void closeAll() {
    closed = true;
    feeds.values().forEach(Feed::close);
    open.values().forEach(socket -> socket.socket().close());
    open.clear();
    feeds.clear();
    sockets.close();
  }

  /** Gives everything away, as types of the JDK; packets wait in the kernel meanwhile. */
  Map<String, Object> release() {
    closed = true;
    sockets.release();
    List<Object> releasedFeeds = new ArrayList<>();
    Map<Feed, String> names = new HashMap<>();
    feeds.forEach((key, feed) -> {
      names.put(feed, key.name());
      releasedFeeds.add(
          Map.of(
              "window",
              key.owner().window(),
              "kind",
              key.owner().kind(),
              "name",
              key.name(),
              "feed",
              feed.release()));
    });
    List<Object> releasedSockets = new ArrayList<>();
    open.forEach((key, socket) -> {
      ChannelSocket channel = socket.socket();
      releasedSockets.add(
          Map.of(
              "window",
              key.owner().window(),
              "kind",
              key.owner().kind(),
              "id",
              key.name(),
              "feed",
              names.getOrDefault(socket.feed(), ""),
              "ipv6",
              channel.isIpv6(),
              "channel",
              channel.channel(),
              "memberships",
              channel.memberships(),
              "dropped",
              socket.dropped()));
    });
    open.clear();
    feeds.clear();
    return Map.of("feeds", releasedFeeds, "sockets", releasedSockets);
  }

  /**
   * Takes over what {@link #release} gave.
   *
   * @throws RuntimeException if it is not understood
   */
  void adopt(Map<String, Object> state) {
    for (Object item : Released.of(state, "feeds", List.class)) {
      Map<?, ?> one = (Map<?, ?>) item;
      Key key = new Key(owner(one), Released.of(one, "name", String.class));
      feeds.put(key, watched(key, Feed.adopt(Released.of(one, "feed", Map.class))));
    }
    for (Object item : Released.of(state, "sockets", List.class)) {
      Map<?, ?> one = (Map<?, ?>) item;
      Owner owner = owner(one);
      String id = Released.of(one, "id", String.class);
      Feed feed = feed(new Key(owner, Released.of(one, "feed", String.class)));
      try {
        open.put(new Key(owner, id), adopt(one, id, feed));
      } catch (IOException e) {
        System.getLogger("udp")
            .log(System.Logger.Level.WARNING, "A socket could not be handed over", e);
      }
    }
  }

  private PageSocket adopt(Map<?, ?> released, String id, Feed feed) throws IOException {
    ChannelSocket channel =
        sockets.adopt(
            Released.of(released, "channel", DatagramChannel.class),
            Released.of(released, "ipv6", Boolean.class));
    List<MembershipKey> memberships = new ArrayList<>();
    for (Object membership : Released.of(released, "memberships", List.class)) {
      memberships.add((MembershipKey) membership);
    }
    channel.adopt(memberships);
    PageSocket socket = new PageSocket(id, channel, feed);
    socket.dropped(Released.of(released, "dropped", Long.class));
    channel.receive(socket);
    return socket;
  }

  private static Owner owner(Map<?, ?> released) {
    return new Owner(
        Released.of(released, "window", Integer.class),
        Released.of(released, "kind", Caller.Kind.class));
  }
}
