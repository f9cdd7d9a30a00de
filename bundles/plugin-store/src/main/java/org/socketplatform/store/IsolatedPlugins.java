package org.socketplatform.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.socketplatform.pluginhost.api.PluginHost;
import org.socketplatform.pluginhost.api.PluginProcess;

/**
 * The plugins that run in processes of their own. What the process of the app gets of such a plugin
 * is a bundle with its JavaScript half alone: no class of it, no import, no export.
 */
final class IsolatedPlugins {
  private static final System.Logger LOG = System.getLogger("plugins");
  private static final int MOST_SCRIPT = 16 << 20;

  private final BundleContext context;
  private final Supplier<PluginHost> host;
  private final Path folder;
  private final Map<String, Isolated> running = new HashMap<>();
  private boolean closed;

  /** One that runs. */
  private record Isolated(String location, PluginProcess process, Path jar) {
    void close() {
      process.close();
      delete(jar);
    }
  }

  /**
   * None at first.
   *
   * @param host asked for when the first one is started
   * @param folder for copies of jars, which nothing else writes to
   */
  IsolatedPlugins(BundleContext context, Supplier<PluginHost> host, Path folder) {
    this.context = context;
    this.host = host;
    this.folder = folder;
  }

  /**
   * Starts a plugin, then ends the process of the version before it, if there is one.
   *
   * @param location of the bundle with its JavaScript half
   * @param jar that was verified; it is moved away
   * @return that bundle, started
   */
  Bundle start(String location, VerifiedPlugin plugin, Path jar)
      throws BundleException, IOException {
    String name = plugin.jar().name();
    Isolated current = running(name);
    if (current != null && current.location().equals(location)) {
      Bundle known = context.getBundle(location);
      if (known != null) {
        return known;
      }
    }
    byte[] script = script(name, plugin.jar().version(), jar);
    // Pages import the first version while its process starts: their calls wait for it.
    Bundle bundle = current == null ? startScript(location, script) : null;
    Isolated next = null;
    boolean started = false;
    try {
      next = launch(location, name, jar);
      if (bundle == null) {
        bundle = startScript(location, script);
      }
      replace(name, next);
      started = true;
      return bundle;
    } finally {
      if (!started) {
        if (next != null) {
          next.close();
        }
        if (bundle != null) {
          bundle.uninstall();
        }
      }
    }
  }

  private Bundle startScript(String location, byte[] script) throws BundleException {
    Bundle bundle = context.installBundle(location, new ByteArrayInputStream(script));
    bundle.start(Bundle.START_TRANSIENT);
    return bundle;
  }

  /** The process reads the jar again when it is started after a crash, so it is kept. */
  private Isolated launch(String location, String name, Path jar) throws IOException {
    Files.createDirectories(folder);
    Path kept = Files.createTempFile(folder, name + "-", ".jar");
    boolean started = false;
    try {
      Files.move(jar, kept, StandardCopyOption.REPLACE_EXISTING);
      Isolated launched = new Isolated(location, host.get().start(name, kept), kept);
      started = true;
      return launched;
    } finally {
      if (!started) {
        delete(kept);
      }
    }
  }

  private synchronized @Nullable Isolated running(String name) {
    return running.get(name);
  }

  private void replace(String name, Isolated next) {
    Isolated previous;
    synchronized (this) {
      if (closed) {
        throw new StoreException("the app ends");
      }
      previous = running.put(name, next);
    }
    if (previous != null) {
      previous.close();
    }
  }

  /** Ends the process of a plugin, if there is one. */
  void stop(String name) {
    Isolated last;
    synchronized (this) {
      last = running.remove(name);
    }
    if (last != null) {
      last.close();
    }
  }

  /** Ends all of them, and those that are about to start. */
  void close() {
    List<Isolated> last;
    synchronized (this) {
      closed = true;
      last = new ArrayList<>(running.values());
      running.clear();
    }
    last.forEach(Isolated::close);
  }

  /** Removes the copies that an app left which did not end well. */
  void clean() {
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder)) {
        files.forEach(IsolatedPlugins::delete);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "cannot clean up " + folder, e);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove " + file, e);
    }
  }

  /** A bundle with the JavaScript of a plugin and nothing else. */
  private static byte[] script(String name, Version version, Path jar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarFile file = new JarFile(jar.toFile(), false);
        JarOutputStream out = new JarOutputStream(bytes, headers(file.getManifest(), version))) {
      int left = MOST_SCRIPT;
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (isScript(name, entry.getName())) {
          byte[] text;
          try (InputStream in = file.getInputStream(entry)) {
            text = in.readNBytes(left + 1);
          }
          left -= text.length;
          if (left < 0) {
            throw new StoreException("its JavaScript is larger than 16 MiB; make it smaller");
          }
          out.putNextEntry(new JarEntry(entry.getName()));
          out.write(text);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isScript(String name, String entry) {
    return entry.equals("modules/plugin/" + name + ".js")
        || (entry.startsWith("modules/plugin/" + name + "/") && entry.endsWith(".js"));
  }

  private static Manifest headers(Manifest given, Version version) {
    String symbolicName = given.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, symbolicName.replaceFirst(";.*", "").strip());
    headers.putValue(Constants.BUNDLE_VERSION, version.toString());
    return manifest;
  }
}
