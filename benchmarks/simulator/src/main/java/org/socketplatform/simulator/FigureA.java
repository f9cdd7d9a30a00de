package org.socketplatform.simulator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.PeerView;
import org.socketplatform.relay.protocol.Peers;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.engine.Workspace;

/**
 * One run of the founding text's Figure A: peers come and go in a window of 15 seconds, one of them
 * publishes a message of 100 bytes, nobody asks for it, and we count who gets it.
 *
 * <p>Peers start cold: they know the introducers' addresses and nothing else. They go without
 * notice. The same seed gives the same run.
 */
final class FigureA {
  private static final long START = 1_700_000_000_000L;
  private static final long TICK_MILLIS = 10;
  private static final long SAMPLE_MILLIS = 100;
  private static final long VARIANT_B_PUBLISHES_MILLIS = 5_000;
  private static final int VARIANT_A_READY_SUBSCRIBERS = 10;
  private static final long PUBLISHER_LIFE_MILLIS = 2_000;
  private static final int MESSAGE_BYTES = 100;
  private static final String EVENT = "figure-a";

  /** The message that all of it is about. */
  private record Publication(Member publisher, Id packetId, long at) {}

  private final Scenario scenario;
  private final RandomGenerator random;
  private final SplittableRandom seeds;
  private final Workspace workspace = new Workspace();
  private final Schedule schedule = new Schedule(START);
  private final Traffic traffic = new Traffic();
  private final Traffic originalTraffic = new Traffic();
  private final Traffic hostileTraffic = new Traffic();
  private final Internet internet;
  private final Id cluster;
  private final byte[] sharedKey;
  private final byte[] bystandersKey;
  private final Id subcluster;
  private final List<Contact> introducers = new ArrayList<>();
  private final Map<Member, Host> hosts = new HashMap<>();
  private final List<Member> everybody = new ArrayList<>();
  private final List<Outcome.Sample> timeline = new ArrayList<>();
  private int alive;
  private int joins;
  private int leaves;
  private int holdersThatLeft;
  private @Nullable Publication publication;
  private int largestHops;

  FigureA(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.seeds = new SplittableRandom(seed);
    this.random = seeds.split();
    this.internet = new Internet(schedule, seeds.split(), scenario.conditions(), traffic);
    this.cluster = Id.of(bytes());
    this.sharedKey = bytes();
    this.bystandersKey = bytes();
    try (GroupKeys keys = new GroupKeys(sharedKey)) {
      subcluster = keys.subclusterId();
    }
  }

  Outcome run() {
    for (int i = 0; i < Scenario.INTRODUCERS; i++) {
      introduce();
    }
    for (int i = 0; i < Scenario.FIRST_PEERS; i++) {
      join();
    }
    long end = START + Scenario.WINDOW_MILLIS;
    for (long time = START; time < end; time += TICK_MILLIS) {
      schedule.runUntil(time);
      populate(time);
      if ((time - START) % SAMPLE_MILLIS == 0) {
        publishIfDue(time);
        sample(time);
      }
    }
    schedule.runUntil(end);
    sample(end);
    return count(end);
  }

  private void introduce() {
    Member member = new Member(Member.Role.INTRODUCER, false, START, Member.NEVER);
    PeerOptions options = options(member);
    Host host = attach(member, internet, options::asIntroducer);
    Id id = host.peer().info().peerId();
    introducers.add(new Contact(id, host.endpoint(), NatType.UNRESTRICTED, true));
    host.act(peer -> peer.start(START));
  }

  private void populate(long now) {
    for (int missing = scenario.populationAt(now - START) - alive; missing > 0; missing--) {
      join();
      joins++;
    }
  }

  private void join() {
    long now = schedule.now();
    long leavesAt =
        now + Math.max(1, Math.round(random.nextExponential() * Scenario.MEAN_LIFE_MILLIS));
    NatMix.Place place = scenario.natMix().draw(internet, random, traffic);
    Member member = new Member(role(), place.isHard(), now, leavesAt);
    PeerOptions options = options(member);
    Host host = attach(member, place.realm(), seenAt -> options);
    alive++;
    byte[] key = member.isSubscriber() ? sharedKey : bystandersKey;
    host.act(peer -> {
      introducers.forEach(introducer -> peer.addContact(introducer, now));
      peer.start(now);
      peer.join(key, now);
    });
    if (member.role == Member.Role.HOSTILE) {
      new Attacker(scenario.attack(), host, schedule, seeds.split(), cluster, subcluster).start();
    }
    schedule.at(leavesAt, time -> leave(member, host, time));
  }

  private Member.Role role() {
    if (random.nextDouble() < scenario.hostileShare()) {
      return Member.Role.HOSTILE;
    }
    boolean subscribes = random.nextDouble() < scenario.subscriberShare();
    return subscribes ? Member.Role.SUBSCRIBER : Member.Role.BYSTANDER;
  }

  private PeerOptions options(Member member) {
    PeerOptions options = PeerOptions.of(cluster);
    member.isOriginal = random.nextDouble() < scenario.originalShare();
    return options.withFeatures(
        member.isOriginal ? EnumSet.noneOf(Feature.class) : scenario.features());
  }

  private Host attach(Member member, Realm realm, LongFunction<PeerOptions> options) {
    RandomGenerator itsOwn = seeds.split();
    byte[] signingSeed = bytes();
    Host host =
        new Host(
            schedule,
            realm,
            trafficOf(member),
            (seenAt, outlet) ->
                Peers.create(options.apply(seenAt), signingSeed, outlet, itsOwn, workspace),
            event -> note(member, event));
    hosts.put(member, host);
    everybody.add(member);
    return host;
  }

  private Traffic trafficOf(Member member) {
    if (member.role == Member.Role.HOSTILE) {
      return hostileTraffic;
    }
    return member.isOriginal ? originalTraffic : traffic;
  }

  private void note(Member member, RelayEvent event) {
    switch (event) {
      case RelayEvent.Ready ready -> member.readyAt = Math.min(member.readyAt, schedule.now());
      case RelayEvent.Message message
          when publication != null && message.packetId().equals(publication.packetId) -> {
        member.gotAt = Math.min(member.gotAt, schedule.now());
        largestHops = Math.max(largestHops, message.hops());
      }
      default -> {}
    }
  }

  private void leave(Member member, Host host, long now) {
    holdersThatLeft += holds(host) ? 1 : 0;
    host.vanish();
    hosts.remove(member);
    leaves++;
    alive--;
    populate(now);
  }

  private void publishIfDue(long now) {
    List<Member> ready =
        everybody.stream()
            .filter(m -> m.isSubscriber() && m.isAliveAt(now) && m.readyAt <= now)
            .toList();
    boolean isDue =
        switch (scenario.variant()) {
          case A -> ready.size() >= VARIANT_A_READY_SUBSCRIBERS;
          case B -> now - START >= VARIANT_B_PUBLISHES_MILLIS;
        };
    List<Member> able =
        ready.stream().filter(m -> m.leavesAt - now >= PUBLISHER_LIFE_MILLIS).toList();
    if (publication == null && isDue && !able.isEmpty()) {
      publish(able.get(random.nextInt(able.size())), now);
    }
  }

  private void publish(Member publisher, long now) {
    byte[] message = new byte[MESSAGE_BYTES];
    random.nextBytes(message);
    Objects.requireNonNull(hosts.get(publisher), "a peer that is alive has a host")
        .act(peer -> {
          Id id = peer.publish(subcluster, EVENT, message, MessageOptions.DEFAULT, now);
          publication = new Publication(publisher, id, now);
        });
  }

  private void sample(long now) {
    int wanting = 0;
    int having = 0;
    for (Member member : hosts.keySet()) {
      if (member.isSubscriber()) {
        wanting++;
        having += member.hasMessageAt(now) ? 1 : 0;
      }
    }
    timeline.add(new Outcome.Sample(now - START, alive, joins, leaves, wanting, having));
  }

  private Outcome count(long end) {
    Member publisher = publication == null ? null : publication.publisher;
    List<Member> others = everybody.stream().filter(m -> m != publisher).toList();
    long publishedAt = publication == null ? end : publication.at;
    Census census = new Census(others, publishedAt, end);
    double peers = everybody.stream().filter(m -> m.role != Member.Role.HOSTILE).count();
    Traffic all = traffic.and(originalTraffic);
    int holders = holdersThatLeft;
    for (Host host : hosts.values()) {
      holders += holds(host) ? 1 : 0;
    }
    return new Outcome(
        joins,
        leaves,
        census.settled(),
        census.alive(),
        census.ceiling(2 * scenario.conditions().roundTripMillis()),
        census.ready(),
        census.ever(),
        census.delays(),
        census.t90Coming(),
        (double) all.payloadDatagrams() / Math.max(1, holders - 1) - 1,
        largestHops,
        all.payloadBytes() / peers,
        all.controlBytes() / peers,
        all.datagrams() / peers,
        all.queries(),
        directShare(),
        group(others, false, publishedAt, end),
        group(others, true, publishedAt, end),
        timeline);
  }

  private Outcome.Group group(List<Member> others, boolean isOriginal, long publishedAt, long end) {
    List<Member> members = others.stream().filter(m -> m.isOriginal == isOriginal).toList();
    long peers = members.stream().filter(m -> m.role != Member.Role.HOSTILE).count();
    if (peers == 0) {
      return Outcome.Group.NOBODY;
    }
    Census census = new Census(members, publishedAt, end);
    return new Outcome.Group(
        census.settled(),
        census.alive(),
        census.delays().t90(),
        census.t90Coming(),
        (double) (isOriginal ? originalTraffic : traffic).controlBytes() / peers);
  }

  private boolean holds(Host host) {
    return publication != null && host.peer().holds(publication.packetId);
  }

  private double directShare() {
    int direct = 0;
    int relayed = 0;
    for (Host host : hosts.values()) {
      for (PeerView view : host.peer().peers()) {
        if (view.proxied()) {
          relayed++;
        } else if (view.connected()) {
          direct++;
        }
      }
    }
    return direct + relayed == 0 ? 1 : (double) direct / (direct + relayed);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[Id.BYTES];
    seeds.split().nextBytes(bytes);
    return bytes;
  }
}
