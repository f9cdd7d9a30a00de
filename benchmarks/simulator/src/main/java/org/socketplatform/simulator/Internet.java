package org.socketplatform.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongToIntFunction;
import java.util.random.RandomGenerator;
import org.socketplatform.relay.protocol.Endpoint;

/**
 * The public network: it delays every datagram and loses some. Delay, loss and so the order are
 * drawn anew for each datagram.
 */
final class Internet implements Realm {
  /** Each node has a network of 256 addresses, as strangers have: limits per network see it so. */
  private static final int FIRST_ADDRESS = 20 << 24 | 1;

  private static final int ADDRESSES_OF_A_NETWORK = 256;

  private final Schedule schedule;
  private final RandomGenerator random;
  private final Conditions conditions;
  private final Traffic traffic;
  private final Map<Integer, Node> nodes = new HashMap<>();
  private int attached;
  private LongToIntFunction side = endpoint -> 0;

  Internet(Schedule schedule, RandomGenerator random, Conditions conditions, Traffic traffic) {
    this.schedule = schedule;
    this.random = random;
    this.conditions = conditions;
    this.traffic = traffic;
  }

  @Override
  public int attach(Node node) {
    int address = FIRST_ADDRESS + ADDRESSES_OF_A_NETWORK * attached++;
    nodes.put(spread(address), node);
    return address;
  }

  @Override
  public void detach(int address) {
    nodes.remove(spread(address));
  }

  /** Another number for each address: those of a hash table would all be in a few places. */
  private static int spread(int address) {
    return address * 0x9e3779b1;
  }

  /** Splits the network: datagrams between endpoints of different sides are lost. */
  void split(LongToIntFunction sideOf) {
    side = sideOf;
  }

  @Override
  public void carry(long from, long to, byte[] datagram, long now) {
    if ((conditions.loss() > 0 && random.nextDouble() < conditions.loss())
        || side.applyAsInt(from) != side.applyAsInt(to)) {
      traffic.lost();
      return;
    }
    long delay = random.nextInt(conditions.minLatencyMillis(), conditions.maxLatencyMillis() + 1);
    schedule.at(now + delay, time -> deliver(from, to, datagram, time));
  }

  private void deliver(long from, long to, byte[] datagram, long now) {
    Node node = nodes.get(spread(Endpoint.address(to)));
    if (node == null) {
      traffic.unreachable();
    } else {
      node.arrive(from, to, datagram, now);
    }
  }
}
