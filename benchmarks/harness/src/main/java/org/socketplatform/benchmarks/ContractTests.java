package org.socketplatform.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Runs the contract suite of Bluetooth by Maven, and counts. */
final class ContractTests {
  private static final List<String> SUITES = List.of("LoopContractTest", "bluez.BluezContractTest");
  private static final String PACKAGE = "org.socketplatform.bluetooth.";

  private final Path root;
  private final Path log;

  /**
   * Nothing has run yet.
   *
   * @param log where Maven writes to
   */
  ContractTests(Path root, Path log) {
    this.root = root;
    this.log = log;
  }

  /**
   * Runs it on each provider.
   *
   * @return {@code contract_passed} and {@code contract_failed}; what was skipped has failed
   */
  Map<String, Double> run() throws IOException, InterruptedException {
    Path reports = root.resolve("bundles/bluetooth/target/surefire-reports");
    for (String suite : SUITES) {
      Files.deleteIfExists(report(reports, suite));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                "mvn",
                "-B",
                "-ntp",
                "-q",
                "-f",
                root.resolve("pom.xml").toString(),
                "-pl",
                "bundles/bluetooth",
                "-am",
                "-DskipFormat=true",
                "-Dtest=" + PACKAGE + String.join("," + PACKAGE, SUITES),
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dmaven.test.failure.ignore=true",
                "test")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    if (builder.start().waitFor() != 0) {
      throw new BenchmarkException("the contract suite cannot be built:\n" + Files.readString(log));
    }
    double passed = 0;
    double failed = 0;
    for (String suite : SUITES) {
      Path report = report(reports, suite);
      if (!Files.exists(report)) {
        throw new BenchmarkException(suite + " has not run; see " + log);
      }
      String head = Files.readString(report).split("<testcase", 2)[0];
      double notPassed = count(head, "errors") + count(head, "failures") + count(head, "skipped");
      failed += notPassed;
      passed += count(head, "tests") - notPassed;
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("contract_passed", passed);
    figures.put("contract_failed", failed);
    return figures;
  }

  private static Path report(Path reports, String suite) {
    return reports.resolve("TEST-" + PACKAGE + suite + ".xml");
  }

  private static double count(String head, String what) {
    return Pattern.compile("<testsuite\\s[^>]*?\\b" + what + "=\"(\\d+)\"")
        .matcher(head)
        .results()
        .mapToDouble((MatchResult found) -> Double.parseDouble(found.group(1)))
        .findFirst()
        .orElseThrow(() -> new BenchmarkException("the report of the tests has no " + what));
  }
}
