package org.socketplatform.simulator;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs a simulation; see {@link Options} for its command line. */
public final class Main {
  private Main() {}

  public static void main(String... line) {
    Locale.setDefault(Locale.ROOT); // figures have a decimal point everywhere
    try {
      run(Options.parse(line));
    } catch (SimulatorException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("error: cannot write " + e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      System.exit(130);
    }
  }

  private static void run(Options options) throws IOException, InterruptedException {
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    Progress progress = new Progress(System.err, isTerminal, System::nanoTime);
    long begun = System.nanoTime();
    List<Outcome> runs =
        new Seeds(options.jobs(), progress)
            .run(
                options.firstSeed(),
                options.seeds(),
                seed -> new FigureA(options.scenario(), seed).run());
    double seconds = (System.nanoTime() - begun) / 1e9;
    Figures figures = new Figures(runs, options.firstSeed());
    System.out.println(options.scenario().text());
    figures.print(System.out);
    System.out.printf("%d runs in %.1f s%n", options.seeds(), seconds);
    if (options.csv().isPresent()) {
      Files.writeString(options.csv().get(), figures.csv());
    }
    if (options.plot().isPresent()) {
      Files.writeString(options.plot().get(), Plot.of(options.scenario(), runs.getFirst()).svg());
    }
    if (options.json()) {
      System.out.println(figures.json());
    }
  }
}
