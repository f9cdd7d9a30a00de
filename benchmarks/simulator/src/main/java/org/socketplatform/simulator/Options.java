package org.socketplatform.simulator;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.socketplatform.relay.protocol.Feature;

/**
 * What the command line asks for.
 *
 * @param scenario what is simulated
 * @param seeds how many runs there are
 * @param firstSeed the seed of the first run; the others follow it
 * @param jobs how many runs there are at once
 * @param json print the figures as the last line
 * @param csv where each run's figures go
 * @param plot where a picture of the first run goes
 */
record Options(
    Scenario scenario,
    int seeds,
    int firstSeed,
    int jobs,
    boolean json,
    Optional<Path> csv,
    Optional<Path> plot) {
  static final String USAGE =
      "usage: simulate figure-a [--variant a|b] [--peers N] [--loss SHARE] [--hard-nat SHARE]"
          + " [--hostile SHARE] [--attack KIND] [--original SHARE] [--without FEATURE]..."
          + " [--seeds N] [--first-seed N] [--jobs N] [--json] [--csv FILE] [--plot FILE],"
          + " or simulate endurance [--peers N]"
          + " [--days N] [--zones N] [--keep] [--messages N] [--undated] [--seeds N]"
          + " [--first-seed N] [--jobs N] [--json] [--csv FILE] [--plot FILE]";

  private static final int USUAL_SEEDS = 10;
  private static final int MAX_PEERS = 1_000_000;
  static final int MAX_SEEDS = 100_000;
  static final int MAX_JOBS = 1024;

  /**
   * Reads the words of a command line.
   *
   * @throws SimulatorException if they make no sense
   */
  static Options parse(String... line) {
    Deque<String> rest = new ArrayDeque<>(List.of(line));
    if (rest.isEmpty() || !rest.pop().equals("figure-a")) {
      throw new SimulatorException("the simulations are figure-a and endurance; " + USAGE);
    }
    Scenario usual = Scenario.USUAL;
    Scenario.Variant variant = usual.variant();
    int peers = usual.peers();
    Conditions conditions = usual.conditions();
    NatMix natMix = usual.natMix();
    double hostile = usual.hostileShare();
    Attacker.Attack attack = usual.attack();
    double original = usual.originalShare();
    Set<Feature> features = EnumSet.copyOf(usual.features());
    int seeds = USUAL_SEEDS;
    int firstSeed = 1;
    int jobs = Runtime.getRuntime().availableProcessors();
    boolean json = false;
    Optional<Path> csv = Optional.empty();
    Optional<Path> plot = Optional.empty();
    while (!rest.isEmpty()) {
      String word = rest.pop();
      switch (word) {
        case "--variant" -> variant = variant(value(word, rest));
        case "--peers" -> peers = count(word, rest, Scenario.FIRST_PEERS, MAX_PEERS);
        case "--loss" -> conditions = conditions.withLoss(share(word, rest));
        case "--hard-nat" -> natMix = new NatMix(share(word, rest));
        case "--hostile" -> hostile = share(word, rest);
        case "--attack" -> attack = attack(value(word, rest));
        case "--original" -> original = share(word, rest);
        case "--without" -> features.remove(feature(value(word, rest)));
        case "--seeds" -> seeds = count(word, rest, 1, MAX_SEEDS);
        case "--first-seed" -> firstSeed = count(word, rest, 1, Integer.MAX_VALUE - MAX_SEEDS);
        case "--jobs" -> jobs = count(word, rest, 1, MAX_JOBS);
        case "--json" -> json = true;
        case "--csv" -> csv = Optional.of(Path.of(value(word, rest)));
        case "--plot" -> plot = Optional.of(Path.of(value(word, rest)));
        default -> throw new SimulatorException("unexpected '" + word + "'; " + USAGE);
      }
    }
    Scenario scenario =
        new Scenario(
            variant,
            peers,
            conditions,
            natMix,
            hostile,
            attack,
            original,
            features,
            usual.subscriberShare());
    return new Options(scenario, seeds, firstSeed, jobs, json, csv, plot);
  }

  private static Scenario.Variant variant(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "a" -> Scenario.Variant.A;
      case "b" -> Scenario.Variant.B;
      default -> throw new SimulatorException("--variant is a or b; " + USAGE);
    };
  }

  private static Attacker.Attack attack(String text) {
    for (Attacker.Attack attack : Attacker.Attack.values()) {
      if (attack.name().equalsIgnoreCase(text)) {
        return attack;
      }
    }
    throw new SimulatorException("--attack is flood, aim, sybil, forge, replay or drop; " + USAGE);
  }

  private static Feature feature(String text) {
    for (Feature feature : Feature.values()) {
      if (name(feature).equals(text)) {
        return feature;
      }
    }
    throw new SimulatorException(
        "--without is one of "
            + Arrays.stream(Feature.values()).map(Options::name).collect(Collectors.joining(", "))
            + "; "
            + USAGE);
  }

  /** What a feature is called on the command line. */
  static String name(Feature feature) {
    return feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static double share(String option, Deque<String> rest) {
    try {
      double share = Double.parseDouble(value(option, rest));
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // The message below covers it.
    }
    throw new SimulatorException(option + " needs a share from 0 to 1; " + USAGE);
  }

  static int count(String option, Deque<String> rest, int min, int max) {
    try {
      int count = Integer.parseInt(value(option, rest));
      if (count >= min && count <= max) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The message below covers it.
    }
    throw new SimulatorException(
        option + " needs a number from " + min + " to " + max + "; " + USAGE);
  }

  static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new SimulatorException(option + " needs a value; " + USAGE);
    }
    return rest.pop();
  }
}
