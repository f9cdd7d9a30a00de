package org.socketplatform.dev;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes bundles with bndlib, kept apart from the platform: it brings an {@code org.osgi.framework}
 * along which is older than the one that runs here. Not safe for use by several threads.
 */
final class Bundler implements AutoCloseable {
  private static final String BUILDER = "org.socketplatform.dev.bnd.BundleBuilder";

  private final URLClassLoader loader;
  private final Function<Map<String, Object>, byte[]> builder;

  /**
   * A bundler.
   *
   * @param own the jar or folder that holds this class
   * @param bndlib the jars of bndlib and of what it needs
   */
  Bundler(Path own, List<Path> bndlib) {
    List<URL> urls = new ArrayList<>();
    urls.add(url(own));
    bndlib.forEach(jar -> urls.add(url(jar)));
    loader =
        new URLClassLoader(
            "bndlib", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    builder = load();
  }

  @SuppressWarnings("unchecked") // BundleBuilder is one
  private Function<Map<String, Object>, byte[]> load() {
    try {
      return (Function<Map<String, Object>, byte[]>)
          loader.loadClass(BUILDER).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("bndlib is not complete", e);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Makes a bundle.
   *
   * @param content what is to be in it, by path
   * @param instructions of bnd, and headers
   * @param classPath where what it imports has its versions from
   * @throws IllegalStateException if bnd refuses; the message says why
   */
  byte[] bundle(
      Map<String, byte[]> content, Map<String, String> instructions, List<Path> classPath) {
    List<File> jars = classPath.stream().map(Path::toFile).toList();
    return builder.apply(
        Map.of("content", content, "instructions", instructions, "classpath", jars));
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
