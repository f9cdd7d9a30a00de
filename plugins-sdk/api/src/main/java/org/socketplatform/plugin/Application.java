package org.socketplatform.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The app that this process runs. The launcher registers it as a service before any bundle starts.
 *
 * <p>Safe for use by many threads.
 */
@ProviderType
public interface Application {
  /**
   * Reverse-DNS bundle identifier in lower case; also the host of the app's {@code socket://} URLs.
   */
  String id();

  /** Title shown to people. */
  String title();

  /** The folder with the app's HTML, CSS and JavaScript; absolute and real. */
  Path folder();

  /**
   * The folder where the web engine keeps what belongs to this copy of the app: site data, caches.
   * Held by no other process; it lies outside of the app's own data folder.
   */
  Path profile();

  /**
   * Well-known folders by their lower-case name: {@code home data config log tmp resources
   * downloads documents desktop pictures videos music media}. A name is absent where the system has
   * no such folder.
   */
  Map<String, Path> paths();

  /** What {@code socket.ini} says. */
  Settings settings();

  /** Command-line arguments meant for the app. */
  List<String> arguments();

  /** Environment variables that the app may see. */
  Map<String, String> environment();

  /** How the window of this run is to behave. */
  WindowMode window();

  /** The tests that this run is for; empty if the app is to be used. */
  default Optional<TestFile> test() {
    return Optional.empty();
  }

  /**
   * Ends the process: windows close, bundles stop, then the process exits. Returns at once; later
   * calls are ignored.
   *
   * @param status exit status, 0 to 255; other values are reduced modulo 256
   */
  void exit(int status);
}
