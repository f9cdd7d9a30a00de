package org.socketplatform.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.Constants;
import org.socketplatform.config.AppConfig;
import org.socketplatform.plugin.TestFile;
import org.socketplatform.plugin.WindowMode;

/**
 * Runs one app: {@code Main [APP] [--headless] [--screenshot FILE] [--test FILE] [--timeout S] [--
 * ...]}.
 */
public final class Main {
  private static final int FAILED = 1;

  private Main() {}

  public static void main(String... line) {
    int status;
    try {
      status = run(Options.parse(line));
    } catch (StartException e) {
      Log.error(Reason.of(e), Log.DEBUG ? e : null);
      status = FAILED;
    } catch (RuntimeException | Error e) {
      Log.error("the platform failed; SSC_DEBUG=1 shows where", e);
      status = FAILED;
    }
    System.exit(status);
  }

  private static int run(Options options) {
    Exit exit = new Exit();
    exit.onSignals();
    options.timeout().ifPresent(limit -> Timeout.start(limit, exit));
    try {
      return run(options, exit);
    } finally {
      exit.done();
    }
  }

  private static int run(Options options, Exit exit) {
    AppConfig.Usable app = AppFolder.open(options.app());
    Optional<TestFile> test = options.test().map(name -> AppFolder.test(app, name));
    if (!options.headless() && !VirtualDisplay.noneThere()) {
      return run(options, exit, app, test, Optional.empty());
    }
    if (!options.headless()) {
      Log.info("no display here: running headless");
    }
    try (VirtualDisplay display = VirtualDisplay.start()) {
      return run(options, exit, app, test, Optional.of(display));
    }
  }

  private static int run(
      Options options,
      Exit exit,
      AppConfig.Usable app,
      Optional<TestFile> test,
      Optional<VirtualDisplay> display) {
    PlatformFolder platform = PlatformFolder.find();
    Plan plan = Plan.read(platform.plan());
    UserFolders folders = UserFolders.of(System.getenv(), app.id(), app.folder());
    try (Profile profile = Profile.take(folders, app.id());
        FrameworkStorage storage = storage(folders, plan)) {
      RunningApplication application =
          new RunningApplication(
              app.id(),
              app.title(),
              app.folder(),
              profile.engine(),
              folders.forApp(profile.data()),
              app.settings(),
              options.arguments(),
              AppFolder.environment(app.settings(), System.getenv()),
              new WindowMode(display.isPresent(), options.screenshot()),
              test,
              exit);
      System.setProperty("socket.app", app.project().toString());
      // SWT would unpack its libraries into the home folder of the user.
      System.setProperty("swt.library.path", platform.natives().toString());
      FelixFramework framework =
          whileStarting(
              () -> FelixFramework.start(platform, plan, storage, application),
              () -> openWindows(app.id(), display, profile));
      // The JVM links the classes that it writes to the cache, which takes bundles that run.
      exit.whenAsked(Training.WITH_PAGE ? () -> System.exit(exit.status()) : framework::stop);
      Consumer<StartException> onFailure =
          failure -> {
            Log.error(Reason.of(failure), Log.DEBUG ? failure : null);
            exit.ask(FAILED);
          };
      try {
        if (!exit.asked()) {
          serve(framework, onFailure);
        }
      } catch (IllegalStateException | StartException e) {
        if (!exit.asked()) {
          throw e;
        }
        Log.debug("the end was asked for during the start: " + Reason.of(e));
      }
      exit.ask(0);
      framework.awaitStop();
    }
    return exit.status();
  }

  /** Starts what is not started yet; with a user interface it returns when the app ends. */
  private static void serve(FelixFramework framework, Consumer<StartException> onFailure) {
    if (Training.WITHOUT_PAGE) {
      framework.startRest(onFailure);
    } else {
      framework.startRestBehindUi(onFailure);
      framework.ui().run();
    }
  }

  /** Starts the framework on a thread of its own, and does meanwhile what belongs to this one. */
  private static FelixFramework whileStarting(
      Supplier<FelixFramework> framework, Runnable onThisThread) {
    CompletableFuture<FelixFramework> starting =
        CompletableFuture.supplyAsync(
            framework, task -> Thread.ofPlatform().name("framework").start(task));
    try {
      onThisThread.run();
    } finally {
      // It writes to the storage, which the end of the run gives away.
      starting.handle((started, failure) -> true).join();
    }
    try {
      return starting.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StartException cause ? cause : e;
    }
  }

  private static void openWindows(
      String appName, Optional<VirtualDisplay> display, Profile profile) {
    display.ifPresent(VirtualDisplay::use);
    profile.temporary().ifPresent(Main::moveNativeHome);
    if (Training.WITHOUT_PAGE) {
      return;
    }
    Toolkit.find()
        .flatMap(toolkit -> toolkit.open(appName))
        .ifPresent(problem -> {
          throw new StartException(problem);
        });
  }

  /** Where bundles are replaced while they run, the next run is to know nothing of it. */
  private static FrameworkStorage storage(UserFolders folders, Plan plan) {
    return Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT.equals(
            plan.properties().get(Constants.FRAMEWORK_STORAGE_CLEAN))
        ? FrameworkStorage.temporary(folders)
        : FrameworkStorage.take(folders, plan.digest());
  }

  /** The engine writes to the home folder, and its sandbox needs it to be a folder. */
  private static void moveNativeHome(Path folder) {
    CEnvironment.set("XDG_CACHE_HOME", folder.toString());
    if (!Files.isDirectory(Path.of(System.getenv().getOrDefault("HOME", "")))) {
      CEnvironment.set("HOME", folder.toString());
    }
  }
}
