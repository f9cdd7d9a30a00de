package org.socketplatform.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one app's folder, going on after an error so that all of them are told at once. */
final class AppLoader {
  private static final int LARGEST_FILE = 1 << 20;

  /** File names, into which the id goes, end at 255 bytes. */
  private static final int LONGEST_ID = 200;

  private static final Pattern ID_SEGMENT =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,200}");
  private static final Pattern VERSION =
      Pattern.compile("(?:0|[1-9][0-9]{0,8})(?:\\.(?:0|[1-9][0-9]{0,8})){2}");

  private final Path given;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  AppLoader(Path given) {
    this.given = given;
  }

  AppConfig load() {
    Optional<Path> project = project();
    if (project.isEmpty()) {
      return new AppConfig.Broken(diagnostics);
    }
    return load(project.get());
  }

  private Optional<Path> project() {
    if (!Files.exists(given)) {
      return failed("there is no such folder; give the folder that holds the app's socket.ini");
    }
    if (!Files.isDirectory(given)) {
      return failed("this is no folder; give the folder that holds the app's socket.ini");
    }
    try {
      return Optional.of(given.toRealPath());
    } catch (IOException e) {
      return failed("the folder cannot be opened: " + reason(e));
    }
  }

  private <T> Optional<T> failed(String message) {
    diagnostics.add(Diagnostic.error(given.toString(), 0, message));
    return Optional.empty();
  }

  private AppConfig load(Path project) {
    Optional<Path> file = settingsFile(project);
    if (file.isEmpty()) {
      return bare(project);
    }
    Optional<String> text = text(file.get());
    if (text.isEmpty()) {
      return new AppConfig.Broken(diagnostics);
    }
    String fileName = String.valueOf(file.get().getFileName());
    SocketIni ini =
        fileName.equals(SscConfig.FILE)
            ? SscConfig.read(text.get(), Host.current())
            : SocketIni.parse(text.get());
    diagnostics.addAll(ini.diagnostics());

    Checked checked = new Checked(fileName, ini);
    String name = checked.name();
    String id = checked.id();
    String version = checked.version();
    Path folder = checked.folder(project);
    String title = ini.text("meta.title").filter(text2 -> !text2.isBlank()).orElse(name);
    if (diagnostics.stream().anyMatch(Diagnostic::isError)) {
      return new AppConfig.Broken(List.copyOf(diagnostics));
    }
    return new AppConfig.Usable(
        id, name, title, version, project, folder, ini, List.copyOf(diagnostics));
  }

  private static Optional<Path> settingsFile(Path project) {
    for (String name : List.of(SocketIni.FILE, SscConfig.FILE)) {
      Path file = project.resolve(name);
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** An app that is nothing but pages: good enough to try something out. */
  private AppConfig bare(Path project) {
    Path folder = project;
    if (!isPage(project.resolve("index.html"))) {
      folder = project.resolve("src");
    }
    if (!isPage(folder.resolve("index.html"))) {
      failed(
          (isReadableFolder(project) ? "" : "the folder cannot be read, or ")
              + "there is neither a socket.ini nor an index.html; put an index.html there, and a"
              + " socket.ini with [meta] bundle_identifier and [build] name");
      return new AppConfig.Broken(diagnostics);
    }
    String title = String.valueOf(project.getFileName());
    String name = wordOf(title);
    String id = "local." + name;
    diagnostics.add(
        Diagnostic.warning(
            given.toString(),
            0,
            "there is no socket.ini, so the app is called "
                + id
                + " and may do everything; write a socket.ini to choose its name and to limit it"));
    return new AppConfig.Usable(
        id, name, title, "1.0.0", project, folder, SocketIni.EMPTY, List.copyOf(diagnostics));
  }

  private static boolean isPage(Path file) {
    return Files.isRegularFile(file);
  }

  private static boolean isReadableFolder(Path folder) {
    return Files.isReadable(folder) && Files.isExecutable(folder);
  }

  /** A folder's name as a segment of an id. */
  private static String wordOf(String folderName) {
    String word =
        folderName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    if (word.isEmpty()) {
      return "app-" + Integer.toHexString(folderName.hashCode());
    }
    return word.length() <= 60 ? word : word.substring(0, 60).replaceAll("-$", "");
  }

  private Optional<String> text(Path file) {
    String name = String.valueOf(file.getFileName());
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST_FILE + 1);
    } catch (IOException e) {
      diagnostics.add(Diagnostic.error(name, 0, "the file cannot be read: " + reason(e)));
      return Optional.empty();
    }
    if (bytes.length > LARGEST_FILE) {
      diagnostics.add(Diagnostic.error(name, 0, "the file is larger than 1 MiB; make it smaller"));
      return Optional.empty();
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      diagnostics.add(
          Diagnostic.error(name, line, "this line is not UTF-8 text; save the file as UTF-8"));
      return Optional.empty();
    }
    return Optional.of(out.flip().toString());
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.NoSuchFileException _ -> "it does not exist any more";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** The settings that the platform cannot do without. */
  private final class Checked {
    private final String file;
    private final SocketIni ini;

    Checked(String file, SocketIni ini) {
      this.file = file;
      this.ini = ini;
    }

    private void error(String key, String message) {
      diagnostics.add(Diagnostic.error(file, ini.line(key), message));
    }

    private void warning(String key, String message) {
      diagnostics.add(Diagnostic.warning(file, ini.line(key), message));
    }

    private String value(String key) {
      return ini.text(key).orElse("").strip();
    }

    String name() {
      String name = value("build.name");
      if (name.isEmpty()) {
        error("build.name", "the name is missing; write [build] name = my-app");
      } else if (!NAME.matcher(name).matches()) {
        error(
            "build.name",
            "[build] name may have letters, digits, - and _ only; it is " + quoted(name));
      }
      return name;
    }

    String id() {
      String id = value("meta.bundle_identifier");
      if (id.isEmpty()) {
        error(
            "meta.bundle_identifier",
            "the identifier is missing; write [meta] bundle_identifier = com.example.my-app");
      } else if (id.length() > LONGEST_ID) {
        error(
            "meta.bundle_identifier",
            "[meta] bundle_identifier is longer than " + LONGEST_ID + " characters");
      } else if (!isReverseDns(id)) {
        error(
            "meta.bundle_identifier",
            "[meta] bundle_identifier must be words of letters, digits and inner hyphens joined by"
                + " dots, as com.example.my-app; it is "
                + quoted(id));
      }
      return id.toLowerCase(Locale.ROOT);
    }

    private static boolean isReverseDns(String id) {
      for (String segment : id.split("\\.", -1)) {
        if (!ID_SEGMENT.matcher(segment).matches()) {
          return false;
        }
      }
      return true;
    }

    String version() {
      String version = ini.text("meta.version").map(String::strip).orElse("1.0.0");
      if (!VERSION.matcher(version).matches()) {
        error(
            "meta.version",
            "[meta] version must be three numbers joined by dots, as 1.0.0; it is "
                + quoted(version));
      }
      return version;
    }

    Path folder(Path project) {
      Path folder = project;
      String copy = value("build.copy");
      if (!copy.isEmpty()) {
        try {
          folder = project.resolve(copy);
        } catch (InvalidPathException e) {
          error("build.copy", "[build] copy is no path: " + e.getReason());
          return project;
        }
        if (!Files.isDirectory(folder)) {
          error(
              "build.copy", "[build] copy names " + quoted(copy) + ", and there is no such folder");
          return project;
        }
      } else if (Files.isDirectory(project.resolve("src"))) {
        folder = project.resolve("src");
      }
      try {
        folder = folder.toRealPath();
      } catch (IOException e) {
        error("build.copy", "the folder " + folder + " cannot be opened: " + reason(e));
        return project;
      }
      warnWithoutPage(folder);
      return folder;
    }

    private void warnWithoutPage(Path folder) {
      String root = value("webview.root");
      if ((root.isEmpty() || root.equals("/"))
          && value("webview.default_index").isEmpty()
          && !isPage(folder.resolve("index.html"))) {
        warning(
            "build.copy",
            "there is no index.html in "
                + folder
                + ", so the window has nothing to show; put one there, or name another page by"
                + " [webview] root = /page.html");
      }
    }

    private static String quoted(String value) {
      return "'" + IniReader.shortened(value) + "'";
    }
  }
}
