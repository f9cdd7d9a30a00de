package org.socketplatform.access;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names of files as the octets that they are to Linux, which need be no text in any encoding. The
 * JDK keeps such octets in a path, and takes and gives them as URIs; {@link Path#toString} does
 * not.
 */
final class FileNames {
  /** What text shows in place of an octet that is none. */
  static final char MARK = '\ufffd';

  private FileNames() {}

  /**
   * The absolute path of these octets.
   *
   * @throws IllegalArgumentException if this system has no such paths
   */
  static Path path(byte[] octets) {
    Optional<String> text = text(octets);
    if (text.isPresent()) {
      return Path.of(text.get());
    }
    StringBuilder uri = new StringBuilder("file://");
    for (byte octet : octets) {
      if (octet == '/') {
        uri.append('/');
      } else {
        uri.append("%%%02x".formatted(octet));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  private static Optional<String> text(byte[] octets) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The octets of a path and a NUL behind them, as functions of C want it. */
  static MemorySegment terminated(Arena arena, Path path) {
    String text = path.toString();
    if (text.indexOf(MARK) < 0) {
      return arena.allocateFrom(text);
    }
    byte[] octets = octets(path);
    MemorySegment copy = arena.allocate(octets.length + 1L);
    MemorySegment.copy(octets, 0, copy, ValueLayout.JAVA_BYTE, 0, octets.length);
    return copy;
  }

  private static byte[] octets(Path path) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (Path name : path) {
      if (path.isAbsolute() || octets.size() > 0) {
        octets.write('/');
      }
      octets.writeBytes(ofName(name));
    }
    return octets.toByteArray();
  }

  private static byte[] ofName(Path name) {
    // A URI ends with a slash if there is such a folder in the current one.
    String uri = name.toUri().getRawPath();
    String last = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    String escaped = last.substring(last.lastIndexOf('/') + 1);
    ByteArrayOutputStream octets = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        octets.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
        i += 2;
      } else {
        octets.write(escaped.charAt(i));
      }
    }
    return octets.toByteArray();
  }
}
