package org.socketplatform.simulator;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the command line of {@link Endurance} asks for.
 *
 * @param setting what is simulated
 * @param seeds how many runs there are
 * @param firstSeed the seed of the first run; the others follow it
 * @param jobs how many runs there are at once
 * @param json print the figures as the last line
 * @param csv where each run's figures go
 * @param plot where a picture of the first run goes
 */
record EnduranceOptions(
    EnduranceSetting setting,
    int seeds,
    int firstSeed,
    int jobs,
    boolean json,
    Optional<Path> csv,
    Optional<Path> plot) {
  /** The first word of its command line. */
  static final String NAME = "endurance";

  private static final int USUAL_SEEDS = 3;
  private static final int MIN_PEERS = 2;
  private static final int MAX_PEERS = 10_000;
  private static final int MAX_DAYS = 60;
  private static final int MAX_ZONES = 24;
  private static final int MAX_MESSAGES = 10_000;

  /**
   * Reads the words of a command line, of which the first is {@link #NAME}.
   *
   * @throws SimulatorException if they make no sense
   */
  static EnduranceOptions parse(String... line) {
    Deque<String> rest = new ArrayDeque<>(List.of(line));
    rest.pop();
    EnduranceSetting usual = EnduranceSetting.USUAL;
    int peers = usual.peers();
    int days = usual.days();
    int zones = usual.zones();
    boolean keepsCaches = usual.keepsCaches();
    int messages = usual.messagesPerDay();
    boolean isDated = usual.isDated();
    int seeds = USUAL_SEEDS;
    int firstSeed = 1;
    int jobs = Runtime.getRuntime().availableProcessors();
    boolean json = false;
    Optional<Path> csv = Optional.empty();
    Optional<Path> plot = Optional.empty();
    while (!rest.isEmpty()) {
      String word = rest.pop();
      switch (word) {
        case "--peers" -> peers = Options.count(word, rest, MIN_PEERS, MAX_PEERS);
        case "--days" -> days = Options.count(word, rest, 1, MAX_DAYS);
        case "--zones" -> zones = Options.count(word, rest, 1, MAX_ZONES);
        case "--keep" -> keepsCaches = true;
        case "--messages" -> messages = Options.count(word, rest, 0, MAX_MESSAGES);
        case "--undated" -> isDated = false;
        case "--seeds" -> seeds = Options.count(word, rest, 1, Options.MAX_SEEDS);
        case "--first-seed" ->
            firstSeed = Options.count(word, rest, 1, Integer.MAX_VALUE - Options.MAX_SEEDS);
        case "--jobs" -> jobs = Options.count(word, rest, 1, Options.MAX_JOBS);
        case "--json" -> json = true;
        case "--csv" -> csv = Optional.of(Path.of(Options.value(word, rest)));
        case "--plot" -> plot = Optional.of(Path.of(Options.value(word, rest)));
        default -> throw new SimulatorException("unexpected '" + word + "'; " + Options.USAGE);
      }
    }
    EnduranceSetting setting =
        new EnduranceSetting(peers, days, zones, keepsCaches, messages, isDated);
    return new EnduranceOptions(setting, seeds, firstSeed, jobs, json, csv, plot);
  }
}
