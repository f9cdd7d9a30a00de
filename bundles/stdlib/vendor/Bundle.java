import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Bundles the pinned npm packages that the standard library uses into one module each, with their
 * licences beside them. The build runs it as {@code java Bundle.java JARS OUT}: the folder
 * with the archives of the packages and of esbuild for this host, and the one for the modules.
 *
 * <p>Each file of {@code entries} is a module of that name: its first line lists the packages it
 * holds ({@code // packages: a b}). What no archive has lies in {@code packages}. What a package
 * requires of Node is in {@code shims}, or is a module of ours ({@code socket:name}), and then stays
 * an import.
 */
final class Bundle {
  private static final String PACKAGES = "// packages: ";
  private static final Pattern PACKAGED =
      Pattern.compile("META-INF/resources/webjars/([^/]+)/[^/]+/([\\w./-]+)");
  private static final Pattern EXECUTABLE = Pattern.compile(".*/bin/esbuild(\\.exe)?");
  private static final Pattern OURS = Pattern.compile("from\"socket:([a-z_/-]+)\"");

  public static void main(String[] args) throws Exception {
    Path jars = Path.of(args[0]);
    Path out = Path.of(args[1]);
    Path here = Path.of("vendor").toAbsolutePath();
    Path unpacked = jars.resolve("node_modules").toAbsolutePath();
    List<Path> packages = List.of(unpacked, here.resolve("packages"));
    Path esbuild = jars.resolve("esbuild").toAbsolutePath();
    for (Path jar : files(jars)) {
      if (jar.toString().endsWith(".jar")) {
        unpack(jar, unpacked, esbuild);
      }
    }
    esbuild.toFile().setExecutable(true); // the archive does not keep the permission to run it
    Files.createDirectories(out);
    for (Path entry : files(here.resolve("entries"))) {
      bundle(entry, here, packages, esbuild, out);
    }
  }

  private static void unpack(Path jar, Path packages, Path esbuild) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Matcher file = PACKAGED.matcher(entry.getName());
        Path target =
            EXECUTABLE.matcher(entry.getName()).matches()
                ? esbuild
                : file.matches() ? packages.resolve(file.group(1)).resolve(file.group(2)) : null;
        if (target != null && !entry.isDirectory()) {
          Files.createDirectories(target.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }

  private static void bundle(Path entry, Path here, List<Path> packages, Path esbuild, Path out)
      throws IOException, InterruptedException {
    Path module = out.resolve(entry.getFileName());
    List<String> command =
        new ArrayList<>(
            List.of(
                esbuild.toString(),
                entry.toString(),
                "--bundle",
                "--format=esm",
                "--platform=neutral",
                "--main-fields=module,main",
                "--target=es2022",
                "--minify-whitespace",
                "--minify-syntax",
                "--charset=utf8",
                "--legal-comments=none",
                "--log-level=warning",
                "--define:global=globalThis",
                "--external:socket:*",
                "--outfile=" + module));
    for (Path shim : files(here.resolve("shims"))) {
      if (!shim.getFileName().equals(entry.getFileName())) {
        String name = shim.getFileName().toString().replaceFirst("\\.js$", "");
        command.add("--alias:" + name + "=" + shim);
      }
    }
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    String path =
        packages.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    builder.environment().put("NODE_PATH", path);
    if (builder.start().waitFor() != 0) {
      throw new IOException("esbuild could not bundle " + entry + ": see its message above");
    }
    Files.writeString(
        module, OURS.matcher(Files.readString(module)).replaceAll("from\"../../$1.js\""));
    Files.writeString(Path.of(module + ".LICENSE"), licences(entry, packages));
  }

  private static String licences(Path entry, List<Path> packages) throws IOException {
    String first = Files.readAllLines(entry).get(0);
    if (!first.startsWith(PACKAGES)) {
      throw new IOException(entry + " must begin with \"" + PACKAGES + "\" and their names");
    }
    StringBuilder text = new StringBuilder();
    for (String name : first.substring(PACKAGES.length()).split(" ")) {
      Path folder =
          packages.stream()
              .map(path -> path.resolve(name))
              .filter(Files::isDirectory)
              .findFirst()
              .orElseThrow(() -> new IOException("There is no package " + name));
      Path licence =
          files(folder).stream()
              .filter(file -> file.getFileName().toString().toUpperCase().startsWith("LICENSE"))
              .findFirst()
              .orElseThrow(() -> new IOException("No licence lies in the package " + name));
      text.append("== ").append(name).append("\n\n").append(Files.readString(licence).strip());
      text.append("\n\n");
    }
    return text.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
