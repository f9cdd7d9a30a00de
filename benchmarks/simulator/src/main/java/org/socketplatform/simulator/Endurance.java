package org.socketplatform.simulator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import org.socketplatform.relay.protocol.Peers;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.engine.Workspace;

/**
 * One run of an experiment on how long a message lasts: people use an app day by day, one publishes
 * a message and is soon gone, and we count who holds it, and whether those who come for the first
 * time after days are given it.
 *
 * <p>Introducers hold nothing, so that the message lasts by what people's peers do. Each session is
 * in another network, begins cold, and ends without a word. What is folded: peers that are idle ask
 * each other {@link #FOLD} times less often than usual whether they are there, and everything that
 * follows from that, as who is gone being noticed, takes that much longer; mappings of NATs last as
 * much longer. Peers do not show their keys, which costs time and changes nothing here. The same
 * seed gives the same run.
 */
final class Endurance {
  static final int FOLD = 20;

  private static final long START = 1_700_000_000_000L;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long WARM_UP_MILLIS = 6 * HOUR_MILLIS;
  private static final long SAMPLE_MILLIS = HOUR_MILLIS / 2;
  private static final int INTRODUCERS = 4;
  private static final int NEWCOMERS = 8;
  private static final int MESSAGE_BYTES = 100;
  private static final double SUBSCRIBER_SHARE = 0.5;
  private static final int OTHER_GROUPS = 4;
  private static final String EVENT = "endurance";

  /** Somebody with a peer, which is online now and then. */
  private static final class Person {
    final byte[] signingSeed;
    final boolean isSubscriber;
    final byte[] sharedKey;
    List<byte[]> kept = List.of();
    boolean keepsIt;
    long came;
    long gotAt = Member.NEVER;

    Person(byte[] signingSeed, boolean isSubscriber, byte[] sharedKey) {
      this.signingSeed = signingSeed;
      this.isSubscriber = isSubscriber;
      this.sharedKey = sharedKey;
    }
  }

  private final EnduranceSetting setting;
  private final RandomGenerator random;
  private final SplittableRandom seeds;
  private final Workspace workspace = new Workspace();
  private final Schedule schedule = new Schedule(START);
  private final Traffic traffic = new Traffic();
  private final Internet internet;
  private final NatMix natMix = new NatMix(0, FOLD * NatKind.USUAL_TIMEOUT_MILLIS);
  private final PeerOptions options;
  private final byte[] sharedKey;
  private final List<byte[]> otherKeys = new ArrayList<>();
  private final long published = START + WARM_UP_MILLIS;
  private final long end;
  private final List<Contact> introducers = new ArrayList<>();
  private final List<Person> people = new ArrayList<>();
  private final Map<Person, Host> online = new HashMap<>();
  private final List<EnduranceOutcome.Sample> timeline = new ArrayList<>();
  private final List<EnduranceOutcome.Mark> marks = new ArrayList<>();
  private @Nullable Id packetId;
  private long lostAt = Member.NEVER;
  private long onlineMillis;
  private int sessions;
  private int sessionsWithIt;

  Endurance(EnduranceSetting setting, long seed) {
    this.setting = setting;
    this.seeds = new SplittableRandom(seed);
    this.random = seeds.split();
    this.internet = new Internet(schedule, seeds.split(), Conditions.USUAL, traffic);
    Set<Feature> features = EnumSet.complementOf(EnumSet.of(Feature.SIGNED_PEERS));
    if (!setting.isDated()) {
      features.remove(Feature.DATED_PACKETS);
    }
    this.options =
        PeerOptions.of(Id.of(bytes()))
            .withFeatures(features)
            .withKeepaliveMillis(FOLD * PeerOptions.DEFAULT_KEEPALIVE_MILLIS);
    this.sharedKey = bytes();
    for (int i = 0; i < OTHER_GROUPS; i++) {
      otherKeys.add(bytes());
    }
    this.end = published + setting.days() * Habit.DAY_MILLIS;
  }

  EnduranceOutcome run() {
    for (int i = 0; i < INTRODUCERS; i++) {
      introduce();
    }
    for (int i = 0; i < setting.peers(); i++) {
      settle();
    }
    schedule.at(published, this::publish);
    for (int day : setting.marks()) {
      long mark = published + day * Habit.DAY_MILLIS;
      List<Person> newcomers = new ArrayList<>();
      for (int i = 0; i < NEWCOMERS; i++) {
        schedule.at(mark - (i + 2) * MINUTE_MILLIS, now -> newcomers.add(visit(now)));
      }
      schedule.at(mark, now -> mark(day, newcomers));
    }
    schedule.at(published + SAMPLE_MILLIS, this::sample);
    schedule.runUntil(end);
    return count();
  }

  private void introduce() {
    Person nobody = new Person(bytes(), false, bytes());
    Host host = attach(nobody, internet, seenAt -> options.asIntroducer(seenAt).withCacheBytes(0));
    Id id = host.peer().info().peerId();
    introducers.add(new Contact(id, host.endpoint(), NatType.UNRESTRICTED, true));
    host.act(peer -> peer.start(START));
  }

  /** Somebody is there from the beginning. */
  private void settle() {
    boolean isSubscriber = random.nextDouble() < SUBSCRIBER_SHARE;
    byte[] key = isSubscriber ? sharedKey : otherKeys.get(random.nextInt(OTHER_GROUPS));
    Person person = new Person(bytes(), isSubscriber, key);
    people.add(person);
    Habit habit = Habit.draw(setting.zones(), random);
    for (Habit.Session session : habit.sessions(START, setting.days() + 1, seeds.split())) {
      if (session.from() < end) {
        schedule.at(session.from(), now -> come(person, now));
        schedule.at(session.to(), now -> go(person, now));
      }
    }
  }

  /** Somebody comes for the first time, and for a minute. */
  private Person visit(long now) {
    Person person = new Person(bytes(), true, sharedKey);
    come(person, now);
    schedule.at(now + MINUTE_MILLIS, time -> leave(person, time));
    return person;
  }

  private void come(Person person, long now) {
    Host host = attach(person, natMix.draw(internet, random, traffic).realm(), seenAt -> options);
    person.came = now;
    person.gotAt = Member.NEVER;
    online.put(person, host);
    host.act(peer -> {
      introducers.forEach(introducer -> peer.addContact(introducer, now));
      person.kept.forEach(packet -> peer.restore(packet, now));
      peer.start(now);
      peer.join(person.sharedKey, now);
    });
    person.kept = List.of();
    person.keepsIt = false;
  }

  private void go(Person person, long now) {
    Host host = online.get(person);
    if (host == null) {
      return;
    }
    if (person.isSubscriber && now > published && now <= end) {
      sessions++;
      sessionsWithIt += holds(host) ? 1 : 0;
    }
    if (setting.keepsCaches()) {
      person.kept = host.peer().packets();
      person.keepsIt = holds(host);
    }
    leave(person, now);
  }

  private void leave(Person person, long now) {
    Host host = online.remove(person);
    if (host != null) {
      host.vanish();
      onlineMillis += now - person.came;
    }
  }

  private Host attach(Person person, Realm realm, LongFunction<PeerOptions> how) {
    RandomGenerator itsOwn = seeds.split();
    return new Host(
        schedule,
        realm,
        traffic,
        (seenAt, outlet) ->
            Peers.create(how.apply(seenAt), person.signingSeed, outlet, itsOwn, workspace),
        event -> note(person, event));
  }

  private void note(Person person, RelayEvent event) {
    if (event instanceof RelayEvent.Message message
        && Objects.equals(message.packetId(), packetId)) {
      person.gotAt = Math.min(person.gotAt, schedule.now());
    }
  }

  /** The message that all of it is about, and then others now and then. */
  private void publish(long now) {
    List<Person> able =
        people.stream()
            .filter(person -> person.isSubscriber == (packetId == null))
            .filter(person -> isReady(online.get(person), now - person.came))
            .toList();
    if (!able.isEmpty()) {
      publish(able.get(random.nextInt(able.size())), now);
    }
    double pause = Habit.DAY_MILLIS / Math.max(setting.messagesPerDay(), 0.001);
    schedule.at(
        packetId == null ? now + MINUTE_MILLIS : now + (long) (pause * random.nextExponential()),
        this::publish);
  }

  private static boolean isReady(@Nullable Host host, long sinceMillis) {
    return host != null && sinceMillis > MINUTE_MILLIS && host.peer().info().natType().isKnown();
  }

  private void publish(Person publisher, long now) {
    byte[] message = new byte[MESSAGE_BYTES];
    random.nextBytes(message);
    Host host = online.get(publisher);
    if (host != null) {
      host.act(peer -> {
        Id group = peer.join(publisher.sharedKey, now);
        Id id = peer.publish(group, EVENT, message, MessageOptions.DEFAULT, now);
        packetId = packetId == null ? id : packetId;
      });
    }
  }

  private boolean holds(Host host) {
    return packetId != null && host.peer().holds(packetId);
  }

  private int holders() {
    return (int) online.values().stream().filter(this::holds).count();
  }

  private void sample(long now) {
    int keepers = (int) people.stream().filter(person -> person.keepsIt).count();
    int holders = holders();
    timeline.add(new EnduranceOutcome.Sample(now - published, online.size(), holders, keepers));
    if (packetId != null && holders + keepers == 0) {
      lostAt = Math.min(lostAt, now);
    }
    if (now < end) {
      schedule.at(now + SAMPLE_MILLIS, this::sample);
    }
  }

  private void mark(int day, List<Person> newcomers) {
    double[] delays =
        newcomers.stream()
            .filter(person -> person.gotAt < Member.NEVER)
            .mapToDouble(person -> person.gotAt - person.came)
            .sorted()
            .toArray();
    marks.add(
        new EnduranceOutcome.Mark(
            day,
            online.size(),
            holders(),
            newcomers.size(),
            delays.length,
            delays.length == 0 ? Double.NaN : delays[delays.length / 2]));
  }

  private EnduranceOutcome count() {
    List<EnduranceOutcome.Sample> samples = List.copyOf(timeline);
    online.forEach((person, host) -> onlineMillis += end - person.came);
    schedule.runUntil(end + HOUR_MILLIS);
    return new EnduranceOutcome(
        lostAt == Member.NEVER ? lostAt : lostAt - published,
        marks,
        samples.stream().mapToInt(EnduranceOutcome.Sample::online).average().orElse(0),
        samples.stream().mapToInt(EnduranceOutcome.Sample::online).min().orElse(0),
        sessions,
        sessions == 0 ? 1 : (double) sessionsWithIt / sessions,
        (traffic.payloadBytes() + traffic.controlBytes()) / ((double) onlineMillis / HOUR_MILLIS),
        holders() == 0,
        samples);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[Id.BYTES];
    seeds.split().nextBytes(bytes);
    return bytes;
  }
}
