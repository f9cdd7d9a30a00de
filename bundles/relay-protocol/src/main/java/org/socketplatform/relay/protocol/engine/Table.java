package org.socketplatform.relay.protocol.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;

/** The peers that one knows, at most 256, by their id and by where they are. */
final class Table {
  static final int MAX = 256;

  private final Map<Id, Known> byId = new LinkedHashMap<>(8);
  private final LongMap<Known> byEndpoint = new LongMap<>();
  private final LongMap<Known> byPrefix = new LongMap<>();
  private final RandomGenerator random;

  Table(RandomGenerator random) {
    this.random = random;
  }

  @Nullable Known get(Id id) {
    return byId.get(id);
  }

  /** The peer whose id a field has, found without making an object for most. */
  @Nullable Known get(Frame frame, Field field) {
    Known known = byPrefix.get(frame.prefix(field));
    if (known != null && frame.has(field, known.id)) {
      return known;
    }
    Id id = frame.id(field);
    return id == null ? null : byId.get(id);
  }

  @Nullable Known at(long endpoint) {
    return byEndpoint.get(endpoint);
  }

  int size() {
    return byId.size();
  }

  Collection<Known> all() {
    return byId.values();
  }

  /** A copy of all, for loops that change the table. */
  List<Known> copy() {
    return new ArrayList<>(byId.values());
  }

  /**
   * The peer with an id, new if need be: then the one that was heard least recently goes if there
   * are too many, introducers excepted.
   *
   * @return null if nobody could go
   */
  @Nullable Known add(Id id, long endpoint) {
    Known known = byId.get(id);
    if (known == null) {
      if (byId.size() >= MAX) {
        Known victim = null;
        for (Known each : byId.values()) {
          if (!each.indexed && (victim == null || each.lastHeard < victim.lastHeard)) {
            victim = each;
          }
        }
        if (victim == null) {
          return null;
        }
        remove(victim);
      }
      known = new Known(id, endpoint);
      byId.put(id, known);
      byPrefix.put(id.prefix(), known);
      byEndpoint.put(endpoint, known);
    } else {
      move(known, endpoint);
    }
    return known;
  }

  /** A peer is somewhere else now. */
  void move(Known known, long endpoint) {
    if (known.endpoint != endpoint) {
      byEndpoint.remove(known.endpoint, known);
      known.endpoint = endpoint;
      known.answered = false;
    }
    if (endpoint != Endpoint.NONE) {
      byEndpoint.put(endpoint, known);
    }
  }

  void remove(Known known) {
    byId.remove(known.id);
    byPrefix.remove(known.id.prefix(), known);
    byEndpoint.remove(known.endpoint, known);
  }

  /** Some of those that pass a test, by chance. */
  List<Known> some(int most, Predicate<Known> test) {
    List<Known> fitting = new ArrayList<>();
    for (Known known : byId.values()) {
      if (test.test(known)) {
        fitting.add(known);
      }
    }
    int count = Math.min(most, fitting.size());
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(fitting.size() - i);
      Known swapped = fitting.get(i);
      fitting.set(i, fitting.get(other));
      fitting.set(other, swapped);
    }
    return fitting.subList(0, count);
  }
}
