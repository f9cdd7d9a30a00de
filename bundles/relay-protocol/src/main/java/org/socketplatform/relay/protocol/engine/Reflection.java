package org.socketplatform.relay.protocol.engine;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.wire.Control;

/**
 * Finds out where this peer is seen and how it is reached. First a helper tells how the probe
 * socket is seen; then several tell how the main socket is, and each writes to the probe socket
 * from a socket of its own that was never written to: what arrives shows what the network lets in.
 *
 * <p>The fast way asks four helpers for both at once. The peer is ready as soon as two of them
 * agree; that it can be reached more easily than it then seems is found out afterwards. Where
 * helpers see different addresses, the one that most of them see counts.
 */
final class Reflection {
  private static final int HELPERS = 4;
  private static final int HELLOS = 32;
  private static final int PROBE_WAIT_MILLIS = 512;
  private static final int STAGE_1_MILLIS = 1024;
  private static final int STAGE_2_MILLIS = 2048;
  private static final int FAST_RETRY_MILLIS = 300;
  private static final int SLOW_STEP_MILLIS = 256;
  private static final int MAX_STEPS = 16;
  private static final int SETTLE_MILLIS = 1024;
  private static final int MAPPING_KNOWN = 0b00001;
  private static final int ONE_MAPPING = 0b00011;
  private static final int FILTER_KNOWN = 0b00100;
  private static final int ANY_PORT = 0b01000;
  private static final int ANY_ADDRESS = 0b11000;
  private static final HexFormat HEX = HexFormat.of();

  private final Engine engine;
  private final boolean fast;
  private boolean underWay;
  private int step;
  private String reflectionId = "";
  private List<Known> helpers = List.of();
  private final Map<Known, Long> seen = new LinkedHashMap<>(4);
  private @Nullable Known prober;
  private int probePort;
  private boolean asked;
  private int arrived;
  private Timers.@Nullable Timer timer;

  Reflection(Engine engine) {
    this.engine = engine;
    fast = engine.has(Feature.FAST_REFLECTION);
  }

  /** Begins, unless it is under way; the fast way soon, when the first subclusters are known. */
  void start() {
    if (!underWay && !engine.options.indexed() && !engine.isReady()) {
      underWay = true;
      step = 0;
      if (fast) {
        later(0, this::begin);
      } else {
        begin();
      }
    }
  }

  void stop() {
    underWay = false;
    later(0, null);
  }

  private void later(long millis, @Nullable Runnable task) {
    if (timer != null) {
      timer.cancel();
    }
    timer = task == null ? null : engine.timers.at(engine.now + millis, task);
  }

  private void begin() {
    seen.clear();
    prober = null;
    probePort = 0;
    asked = false;
    arrived = 0;
    helpers = engine.table.some(HELPERS, this::isHelper);
    step = Math.min(step + 1, MAX_STEPS);
    if (helpers.size() < 2) {
      engine.outlet.event(new RelayEvent.Connecting(-1));
      for (Known known : engine.table.some(HELLOS, each -> each.indexed)) {
        engine.connections.greet(known);
      }
      later((long) step * SLOW_STEP_MILLIS, this::begin);
      return;
    }
    reflectionId = HEX.toHexDigits(engine.random.nextLong() & 0xffff_ffff_ffffL, 12);
    prober = helpers.getFirst();
    engine.outlet.event(new RelayEvent.Connecting(fast ? 1 : 0.5));
    engine.sender.reflectionPing(Peer.PROBE, prober, reflectionId, 0);
    if (fast) {
      askAllAtOnce();
      later(FAST_RETRY_MILLIS + (long) (step - 1) * SLOW_STEP_MILLIS, this::begin);
    } else {
      later(STAGE_1_MILLIS, this::begin);
    }
  }

  /** One of them also gives what it has for a newcomer. */
  private void askAllAtOnce() {
    boolean served = engine.has(Feature.SERVED_NEWCOMERS) && !engine.groups.isEmpty();
    if (served) {
      engine.spreading.expectFirst();
    }
    for (Known helper : helpers) {
      if (served && helper == prober) {
        engine.sender.firstPing(helper, reflectionId);
      } else {
        engine.sender.reflectionPing(Peer.MAIN, helper, reflectionId, 0);
      }
    }
  }

  private boolean isHelper(Known known) {
    boolean reachesMany =
        known.natType == NatType.UNRESTRICTED || known.natType == NatType.ADDR_RESTRICTED;
    return known.endpoint != Endpoint.NONE
        && ((known.indexed && (fast || known.lastHeard > 0))
            || (known.lastHeard > 0 && known.connected && reachesMany));
  }

  /** A helper has told where a socket of this peer is seen. */
  void pong(Control pong, int socket, long from) {
    if (!reflectionId.equals(pong.text("reflectionId"))) {
      return;
    }
    Known helper = engine.table.at(from);
    if (socket == Peer.PROBE) {
      probed(helper, from, (int) pong.number("port"));
    } else if (socket == Peer.MAIN && helper != null && underWay && helpers.contains(helper)) {
      if (helper == prober && !helper.capable) {
        engine.spreading.expectNothing();
      }
      long endpoint = pong.endpoint();
      if (endpoint != Endpoint.NONE && seen.put(helper, endpoint) == null) {
        helper.answered = true;
        counted();
      }
    }
  }

  private void probed(@Nullable Known helper, long from, int port) {
    if (prober == null) {
      return;
    }
    if (helper != null && helper == prober && probePort == 0 && port > 0) {
      probePort = port;
      if (!fast) {
        askAll();
      } else if (!underWay) {
        askAgain();
      }
    } else if (asked && helper == null) {
      boolean written = Endpoint.address(from) == Endpoint.address(prober.endpoint);
      arrived |= written ? ANY_PORT : ANY_ADDRESS;
    }
  }

  /** The original's second stage: two helpers, asked together for both. */
  private void askAll() {
    engine.outlet.event(new RelayEvent.Connecting(1.5));
    reflectionId = HEX.toHexDigits(engine.random.nextLong() & 0xffff_ffff_ffffL, 12);
    helpers = helpers.subList(0, 2);
    asked = true;
    for (Known helper : helpers) {
      engine.sender.reflectionPing(Peer.MAIN, helper, reflectionId, probePort);
    }
    later(STAGE_2_MILLIS, this::begin);
  }

  private void counted() {
    if (seen.size() < 2) {
      return;
    }
    Map<Long, Integer> votes = new LinkedHashMap<>();
    Map<Integer, Integer> addresses = new LinkedHashMap<>();
    seen.values()
        .forEach(endpoint -> {
          votes.merge(endpoint, 1, Integer::sum);
          addresses.merge(Endpoint.address(endpoint), 1, Integer::sum);
        });
    int address = mostly(addresses);
    if (addresses.getOrDefault(address, 0) < 2 && seen.size() < helpers.size()) {
      return;
    }
    votes.keySet().removeIf(endpoint -> Endpoint.address(endpoint) != address);
    long endpoint = mostly(votes);
    boolean same = votes.getOrDefault(endpoint, 0) >= 2;
    if (!same && addresses.getOrDefault(address, 0) < 2) {
      return; // everybody sees another address: asked again when the time is over
    }
    int bits = same ? ONE_MAPPING : MAPPING_KNOWN;
    if (fast) {
      finish(endpoint, bits | FILTER_KNOWN);
      if (probePort > 0) {
        askAgain();
      }
    } else {
      engine.outlet.event(new RelayEvent.Connecting(2));
      later(PROBE_WAIT_MILLIS, () -> finish(endpoint, bits | FILTER_KNOWN | arrived));
    }
  }

  private static <T> T mostly(Map<T, Integer> votes) {
    return votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /** Once the mapping is known: has the helpers show what the network lets in. */
  private void askAgain() {
    if (asked) {
      return;
    }
    asked = true;
    List<Known> two = new ArrayList<>(seen.keySet());
    two.removeIf(helper -> helper == prober);
    for (Known helper : two.subList(0, Math.min(1, two.size()))) {
      engine.sender.reflectionPing(Peer.MAIN, helper, reflectionId, probePort);
    }
    if (prober != null) {
      engine.sender.reflectionPing(Peer.MAIN, prober, reflectionId, probePort);
    }
    engine.timers.at(engine.now + PROBE_WAIT_MILLIS, this::refine);
  }

  private void refine() {
    NatType better = NatType.of(engine.natType.bits() | arrived);
    if (engine.isReady() && better.isKnown() && better != engine.natType) {
      engine.natType = wire(better);
      engine.outlet.event(new RelayEvent.NatChanged(engine.natType));
      for (Known known : engine.table.some(HELPERS, each -> each.indexed && each.connected)) {
        engine.connections.greet(known);
      }
    }
  }

  /** Mappings that depend on the other end are all alike to original peers. */
  private static NatType wire(NatType type) {
    return type.hasOneMapping() ? type : NatType.ENDPOINT_RESTRICTED;
  }

  private void finish(long endpoint, int bits) {
    underWay = false;
    later(0, null);
    engine.endpoint = endpoint;
    engine.natType = wire(NatType.of(bits));
    if (fast) {
      for (Known known : engine.table.copy()) {
        if (known.indexed || known.connected) {
          engine.connections.greet(known);
        }
      }
      engine.becomeReady();
    } else {
      engine.connections.greetAll();
      engine.timers.at(
          engine.now + SETTLE_MILLIS,
          () -> {
            if (engine.isReady()) {
              engine.becomeReady();
            }
          });
    }
  }
}
