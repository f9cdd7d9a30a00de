package org.socketplatform.simulator;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.socketplatform.relay.protocol.Feature;

/**
 * One setting of the experiment that {@link FigureA} runs.
 *
 * @param variant whether the population grows over the whole window or only at its beginning
 * @param peers how many peers there are in the end, introducers not counted
 * @param conditions what the network does
 * @param natMix how peers are attached to it
 * @param hostileShare the share of peers that attack the others, from 0 to 1
 * @param attack how they do it
 * @param originalShare the share of peers that behave as the original does, from 0 to 1
 * @param features what the other peers do otherwise than the original
 * @param subscriberShare the share of honest peers that want the message, from 0 to 1
 */
record Scenario(
    Variant variant,
    int peers,
    Conditions conditions,
    NatMix natMix,
    double hostileShare,
    Attacker.Attack attack,
    double originalShare,
    Set<Feature> features,
    double subscriberShare) {
  /** How the population grows. */
  enum Variant {
    /** Over the whole window. */
    A(15_000),
    /** In the first third of it; then it stays, and more peers come and go. */
    B(5_000);

    private final long rampMillis;

    Variant(long rampMillis) {
      this.rampMillis = rampMillis;
    }
  }

  static final long WINDOW_MILLIS = 15_000;
  static final double MEAN_LIFE_MILLIS = 13_000;
  static final int FIRST_PEERS = 2;
  static final int INTRODUCERS = 4;

  static final Scenario USUAL =
      new Scenario(
          Variant.A,
          150,
          Conditions.USUAL,
          new NatMix(0),
          0,
          Attacker.Attack.FLOOD,
          0,
          EnumSet.allOf(Feature.class),
          0.5);

  Scenario {
    features = Collections.unmodifiableSet(EnumSet.copyOf(features));
  }

  /** How many peers there should be at a time after the start, in ms. */
  int populationAt(long millis) {
    double grown = Math.min(1.0, (double) millis / variant.rampMillis);
    return FIRST_PEERS + (int) ((peers - FIRST_PEERS) * grown);
  }

  /** The setting in words. */
  String text() {
    String left =
        EnumSet.allOf(Feature.class).stream()
            .filter(feature -> !features.contains(feature))
            .map(Options::name)
            .collect(Collectors.joining(", "));
    return """
    Figure A, variant %s: %d peers, %d to %d ms from one to another, %.0f %% loss,
    %.0f %% behind hard NATs, %.0f %% hostile (%s), %.0f %% like the original%s\
    """
        .formatted(
            variant,
            peers,
            conditions.minLatencyMillis(),
            conditions.maxLatencyMillis(),
            100 * conditions.loss(),
            100 * natMix.hardShare(),
            100 * hostileShare,
            attack.name().toLowerCase(Locale.ROOT),
            100 * originalShare,
            left.isEmpty() ? "" : ", without " + left);
  }
}
