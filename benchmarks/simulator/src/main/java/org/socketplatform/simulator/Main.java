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
      if (line.length > 0 && line[0].equals(EnduranceOptions.NAME)) {
        run(EnduranceOptions.parse(line));
      } else {
        run(Options.parse(line));
      }
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
    long begun = System.nanoTime();
    List<Outcome> runs =
        new Seeds(options.jobs(), progress())
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

  private static void run(EnduranceOptions options) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    List<EnduranceOutcome> runs =
        new Seeds(options.jobs(), progress())
            .run(
                options.firstSeed(),
                options.seeds(),
                seed -> new Endurance(options.setting(), seed).run());
    double seconds = (System.nanoTime() - begun) / 1e9;
    EnduranceFigures figures = new EnduranceFigures(runs, options.firstSeed());
    System.out.println(options.setting().text());
    figures.print(System.out);
    System.out.printf("%d runs in %.1f s%n", options.seeds(), seconds);
    if (options.csv().isPresent()) {
      Files.writeString(options.csv().get(), figures.csv());
    }
    if (options.plot().isPresent()) {
      Files.writeString(options.plot().get(), Plot.of(options.setting(), runs.getFirst()).svg());
    }
    if (options.json()) {
      System.out.println(figures.json());
    }
  }

  private static Progress progress() {
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Progress(System.err, isTerminal, System::nanoTime);
  }
}
