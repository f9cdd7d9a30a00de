package org.socketplatform.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.BundleException;
import org.socketplatform.dev.ProjectBuild.Build;

/**
 * Watches the projects and the app, and brings what changes into the app that runs. All work is
 * done by one thread, a batch of changes at a time.
 */
final class DevLoop implements AutoCloseable {
  /** Bundles that hold the window. */
  private static final Set<String> NOT_SWAPPED = Set.of("webview");

  /** In place of a project's name. */
  private static final String APP = "";

  private final Path app;
  private final AppSettings settings;
  private final List<ProjectBuild> builds = new ArrayList<>();
  private final Swapper swapper;
  private final PageFeed pages;
  private final Terminal terminal;
  private final FolderWatch watch;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A loop that does not run yet.
   *
   * @param app folder with the pages of the app
   * @param projects to watch
   */
  DevLoop(
      Path app,
      AppSettings settings,
      List<Project> projects,
      Toolbox tools,
      Bundler bundler,
      Swapper swapper,
      PageFeed pages,
      Terminal terminal)
      throws IOException {
    this.app = app;
    this.settings = settings;
    this.swapper = swapper;
    this.pages = pages;
    this.terminal = terminal;
    this.watch = new FolderWatch(DevLoop::isSkipped);
    this.thread = Thread.ofPlatform().name("dev-loop").daemon().unstarted(this::run);
    for (Project project : projects) {
      builds.add(new ProjectBuild(project, tools, bundler));
      watch.add(project.folder());
    }
    watch.add(app);
    if (!settings.project().equals(app)) {
      watch.addFolder(settings.project());
    }
  }

  private static boolean isSkipped(Path folder) {
    String name = folder.getFileName().toString();
    Path parent = folder.getParent();
    boolean insideTarget = parent != null && parent.endsWith("target");
    return name.startsWith(".")
        || name.equals("node_modules")
        || insideTarget
        || folder.endsWith("src/test");
  }

  /** Brings the projects in whose bundles are not there yet, before any window opens. */
  void installMissing() {
    for (ProjectBuild build : builds) {
      if (!isFixed(build.project()) && swapper.find(build.project().symbolicName()).isEmpty()) {
        build(build, false);
      }
    }
  }

  private static boolean isFixed(Project project) {
    return NOT_SWAPPED.contains(project.name())
        && project.symbolicName().equals("org.socketplatform." + project.name());
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      terminal.say("watching " + Shown.path(app) + names());
      Deque<ProjectBuild> cold = new ArrayDeque<>(builds);
      Set<Path> changed = missed();
      while (changed != null) {
        try {
          if (!changed.isEmpty()) {
            handle(changed);
          } else if (!cold.isEmpty()) {
            warmUp(cold.remove());
          }
        } catch (RuntimeException | Error e) {
          if (!closed) { // else it was stopped amid its work, to be started again
            terminal.say("the development loop failed, but goes on: " + e);
          }
        }
        changed = cold.isEmpty() ? watch.await() : watch.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      builds.forEach(ProjectBuild::close);
    }
  }

  /** What was saved before this loop began to watch, and after another one has ended. */
  private Set<Path> missed() {
    Set<Path> missed = new LinkedHashSet<>();
    for (Path file : watch.files()) {
      String folder = ownerOf(file).map(build -> build.project().name()).orElse(APP);
      if (file.toFile().lastModified() >= Handled.until(folder)) {
        missed.add(file);
      }
    }
    return missed;
  }

  /** The first build of a project reads all its class path; better now than at the first save. */
  private void warmUp(ProjectBuild build) {
    if (build.classes().isEmpty()
        && build.warmUp(othersOf(build)) instanceof Build.Failed(var problems)) {
      report(build.project(), problems);
    }
  }

  private String names() {
    return builds.isEmpty()
        ? ""
        : " and "
            + String.join(", ", builds.stream().map(build -> build.project().name()).toList());
  }

  private void handle(Set<Path> changed) {
    Handled.untilNow(APP);
    Set<ProjectBuild> touched = new LinkedHashSet<>();
    Map<ProjectBuild, Path> jars = new LinkedHashMap<>();
    List<String> styles = new ArrayList<>();
    boolean reload = false;
    for (Path file : changed) {
      Optional<ProjectBuild> build = ownerOf(file);
      if (build.isPresent()) {
        if (build.get().project().owns(file) || Files.isDirectory(file)) {
          touched.add(build.get());
        } else if (isJar(file, build.get().project())) {
          jars.put(build.get(), file);
        }
        continue;
      }
      if (settings.isFile(file)) {
        settings.reload();
        continue;
      }
      if (!file.startsWith(app)) {
        continue; // beside socket.ini, but no part of a page
      }
      switch (Files.isDirectory(file)
          ? AppFile.CONTENT
          : AppFile.of(file.getFileName().toString())) {
        case STYLE -> styles.add(app.relativize(file).toString());
        case CONTENT -> reload = true;
        case OTHER -> {}
      }
    }
    for (ProjectBuild build : touched) {
      reload |= build(build, false);
    }
    for (var jar : jars.entrySet()) {
      reload |= take(jar.getKey().project(), jar.getValue());
    }
    if (reload) {
      pages.reload();
      terminal.say("page reloaded");
    } else if (!styles.isEmpty()) {
      pages.restyle(styles);
      terminal.say("style sheets swapped: " + String.join(", ", styles));
    }
  }

  private Optional<ProjectBuild> ownerOf(Path file) {
    return builds.stream().filter(build -> file.startsWith(build.project().folder())).findFirst();
  }

  private static boolean isJar(Path file, Project project) {
    return file.toString().endsWith(".jar") && project.target().equals(file.getParent());
  }

  /**
   * Builds and swaps a project, then those that depend on it.
   *
   * @param othersChanged even if nothing in the project itself has changed
   * @return true if the page is to be loaded anew
   */
  private boolean build(ProjectBuild build, boolean othersChanged) {
    Project project = build.project();
    Handled.untilNow(project.name());
    return switch (build.build(othersOf(build), othersChanged)) {
      case Build.Unchanged() -> {
        pages.problems(project.name(), List.of());
        yield false;
      }
      case Build.Failed(var problems) -> {
        report(project, problems);
        yield false;
      }
      case Build.Built built -> {
        String times =
            "compile %d, bundle %d".formatted(built.compileMillis(), built.bundleMillis());
        boolean reload = swap(project, built.jar().array(), times) && built.modulesChanged();
        for (ProjectBuild other : builds) {
          if (other.project().dependsOn(project)) {
            reload |= build(other, true);
          }
        }
        yield reload;
      }
    };
  }

  private Map<String, byte[]> othersOf(ProjectBuild build) {
    Map<String, byte[]> classes = new HashMap<>();
    for (ProjectBuild other : builds) {
      if (build.project().dependsOn(other.project())) {
        classes.putAll(other.classes());
      }
    }
    return classes;
  }

  private boolean swap(Project project, byte[] jar, String times) {
    if (isFixed(project)) {
      pages.problems(project.name(), List.of());
      terminal.say(
          "%s compiles, but holds what cannot be replaced while the app runs: run ssc dev again"
              .formatted(project.name()));
      return false;
    }
    long start = System.nanoTime();
    try {
      swapper.swap(project.symbolicName(), "dev:" + project.folder(), jar);
    } catch (BundleException e) {
      report(project, List.of(Problem.of("the bundle does not start: " + e.getMessage())));
      return false;
    }
    pages.problems(project.name(), List.of());
    terminal.say(
        "%s swapped (%s, swap %d ms)"
            .formatted(project.name(), times, (System.nanoTime() - start) / 1_000_000));
    return true;
  }

  /** A jar that Maven or an IDE has built. Half of one is not taken: the rest will be noticed. */
  private boolean take(Project project, Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      String name =
          manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
      if (!project.symbolicName().equals(name)) {
        return false;
      }
      return swap(project, Files.readAllBytes(file), "built elsewhere")
          && jar.stream().anyMatch(entry -> entry.getName().startsWith("modules/"));
    } catch (IOException e) {
      return false;
    }
  }

  private void report(Project project, List<Problem> problems) {
    pages.problems(project.name(), problems);
    terminal.problems(project.name(), problems);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    watch.close(); // ends the thread, which may be about to ask the framework for something
  }
}
