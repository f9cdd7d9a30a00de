package org.socketplatform.dev;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * Files of a compilation: sources and results in memory, the class path on disk but for the classes
 * that were compiled before, which stand in front of it.
 */
final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
  private static final String CLASS = ".class";

  private final Map<String, byte[]> before;
  private final Map<String, byte[]> written = new TreeMap<>();

  /**
   * Files for one compilation.
   *
   * @param before classes by their path, such as {@code a/b/C.class}
   */
  MemoryFiles(StandardJavaFileManager disk, Map<String, byte[]> before) {
    super(disk);
    this.before = before;
  }

  /** What the compilation wrote, by its path in the bundle. */
  Map<String, byte[]> written() {
    return written;
  }

  /**
   * A source.
   *
   * @param shown its name in messages
   */
  static JavaFileObject source(Path file, String shown, String text) {
    return new Source(file.toUri(), shown, text);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      JavaFileManager.Location location, String className, Kind kind, FileObject sibling) {
    return new Output(className.replace('.', '/') + kind.extension, kind);
  }

  @Override
  public FileObject getFileForOutput(
      JavaFileManager.Location location, String packageName, String name, FileObject sibling) {
    String folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
    return new Output(folder + name, Kind.OTHER);
  }

  @Override
  public Iterable<JavaFileObject> list(
      JavaFileManager.Location location, String packageName, Set<Kind> kinds, boolean recurse)
      throws IOException {
    Iterable<JavaFileObject> onDisk = super.list(location, packageName, kinds, recurse);
    if (location != StandardLocation.CLASS_PATH || !kinds.contains(Kind.CLASS) || recurse) {
      return onDisk;
    }
    String folder = packageName.replace('.', '/') + "/";
    Set<String> names = new HashSet<>();
    List<JavaFileObject> found = new ArrayList<>();
    before.forEach((path, bytes) -> {
      if (path.startsWith(folder) && path.indexOf('/', folder.length()) < 0) {
        names.add(path);
        found.add(new Known(path, bytes));
      }
    });
    for (JavaFileObject file : onDisk) {
      if (!names.contains(inferBinaryName(location, file).replace('.', '/') + CLASS)) {
        found.add(file);
      }
    }
    return found;
  }

  @Override
  public String inferBinaryName(JavaFileManager.Location location, JavaFileObject file) {
    return file instanceof Known known ? known.binaryName() : super.inferBinaryName(location, file);
  }

  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    return a.toUri().equals(b.toUri());
  }

  @Override
  public void close() {
    // The files on disk are shared by many compilations.
  }

  private static URI uri(String path) {
    return URI.create("memory:///" + path.replace(" ", "%20"));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String shown;
    private final String text;

    Source(URI uri, String shown, String text) {
      super(uri, Kind.SOURCE);
      this.shown = shown;
      this.text = text;
    }

    @Override
    public String getName() {
      return shown;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Known extends SimpleJavaFileObject {
    private final String path;
    private final byte[] bytes;

    Known(String path, byte[] bytes) {
      super(uri(path), Kind.CLASS);
      this.path = path;
      this.bytes = bytes;
    }

    String binaryName() {
      return path.substring(0, path.length() - CLASS.length()).replace('/', '.');
    }

    @Override
    public InputStream openInputStream() {
      return new ByteArrayInputStream(bytes);
    }
  }

  private final class Output extends SimpleJavaFileObject {
    private final String path;

    Output(String path, Kind kind) {
      super(uri(path), kind);
      this.path = path;
    }

    @Override
    public OutputStream openOutputStream() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      return new FilterOutputStream(bytes) {
        @Override
        public void write(byte[] source, int offset, int length) {
          bytes.write(source, offset, length);
        }

        @Override
        public void close() {
          written.put(path, bytes.toByteArray());
        }
      };
    }

    @Override
    public InputStream openInputStream() throws IOException {
      return new ByteArrayInputStream(content());
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
      return new String(content(), StandardCharsets.UTF_8);
    }

    private byte[] content() throws IOException {
      byte[] bytes = written.get(path);
      if (bytes == null) {
        throw new java.nio.file.NoSuchFileException(path);
      }
      return bytes;
    }
  }
}
