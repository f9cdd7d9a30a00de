package org.socketplatform.dev.bnd;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Makes a bundle with bndlib. Its class loader knows only the JDK and bndlib, so what it takes and
 * gives are types of the JDK: {@code content} (path to bytes), {@code instructions} (name to text)
 * and {@code classpath} (files) in, the bytes of the jar out.
 */
public final class BundleBuilder implements Function<Map<String, Object>, byte[]> {
  /** Public for the loader of this class. */
  public BundleBuilder() {}

  /**
   * Makes a bundle.
   *
   * @throws IllegalStateException with what bnd has to say against it
   */
  @Override
  @SuppressWarnings("unchecked") // the keys say what is behind them
  public byte[] apply(Map<String, Object> request) {
    Map<String, byte[]> content = (Map<String, byte[]>) argument(request, "content");
    Map<String, String> instructions = (Map<String, String>) argument(request, "instructions");
    List<File> classpath = (List<File>) argument(request, "classpath");
    try (Builder builder = new Builder()) {
      instructions.forEach(builder::setProperty);
      for (File jar : classpath) {
        builder.addClasspath(jar);
      }
      Jar jar = new Jar("classes");
      content.forEach((path, bytes) -> jar.putResource(path, new EmbeddedResource(bytes, 0)));
      builder.setJar(jar);
      Jar built = builder.build();
      if (!builder.getErrors().isEmpty()) {
        throw new IllegalStateException(String.join("; ", builder.getErrors()));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      built.write(bytes);
      return bytes.toByteArray();
    } catch (IllegalStateException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e.toString(), e);
    }
  }

  private static Object argument(Map<String, Object> request, String name) {
    return Objects.requireNonNull(request.get(name), name);
  }
}
