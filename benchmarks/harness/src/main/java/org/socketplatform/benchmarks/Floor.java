package org.socketplatform.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The C programs, compiled when their source is newer.
 *
 * @param program the floor
 * @param stamp tells when it became the program it was given
 */
record Floor(Path program, Path stamp) {
  static Floor build(Path source, Path target) throws IOException, InterruptedException {
    Files.createDirectories(target);
    List<String> engine =
        List.of(output("pkg-config", "--cflags", "--libs", "webkit2gtk-4.1").strip().split("\\s+"));
    return new Floor(
        compile(source.resolve("floor.c"), target.resolve("floor"), engine),
        compile(source.resolve("stamp.c"), target.resolve("stamp"), List.of()));
  }

  /** Compiles a program. */
  static Path compile(Path source, Path program, List<String> flags)
      throws IOException, InterruptedException {
    if (!Files.exists(program)
        || Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) < 0) {
      List<String> command =
          new ArrayList<>(
              List.of("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Wno-unused-parameter"));
      command.addAll(List.of("-o", program.toString(), source.toString()));
      command.addAll(flags);
      output(command.toArray(String[]::new));
    }
    return program;
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new BenchmarkException(String.join(" ", command) + " failed:\n" + text);
    }
    return text;
  }

  List<String> command(Path page, Path data) {
    return List.of(program.toString(), page.toString(), data.toString());
  }
}
