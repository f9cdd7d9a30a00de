package org.socketplatform.webview;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.PageResponse;
import org.socketplatform.webview.shell.PageResponse.Streamed;
import org.socketplatform.webview.shell.PageResponse.Whole;

/**
 * Answers the schemes {@code socket:}, {@code plugin:}, {@code node:} and {@code npm:}: the app's
 * files, among them its packages, and the modules of the bundles.
 */
final class Resources {
  private static final System.Logger LOG = System.getLogger("webview");
  private static final int WHOLE_BYTES = 1 << 20;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final String JAVASCRIPT = Mime.of(".js");
  private static final String NPM = "npm:";
  private static final String FROM = "?from=";
  private static final Pattern MODULE =
      Pattern.compile("(socket|plugin|node):(?!//).*", Pattern.DOTALL);

  private final String origin;
  private final AppFiles files;
  private final Modules modules;
  private final NpmPackages packages;
  private final MissingPlugins missing;
  private final Map<String, String> commonHeaders;

  Resources(
      String origin,
      AppFiles files,
      Modules modules,
      MissingPlugins missing,
      Map<String, String> commonHeaders) {
    this.origin = origin;
    this.files = files;
    this.modules = modules;
    this.packages = new NpmPackages(origin, files);
    this.missing = missing;
    this.commonHeaders = commonHeaders;
  }

  /**
   * Answers one request; may block.
   *
   * @param range the {@code Range} header, or empty
   */
  void answer(PageRequest request, String method, String range) {
    answer(request, method, range, notFound(request.uri()));
  }

  /**
   * Answers one request; may block.
   *
   * @param range the {@code Range} header, or empty
   * @param missing the answer where there is nothing at this address
   */
  void answer(PageRequest request, String method, String range, PageResponse missing) {
    PageResponse response = failed(request.uri());
    try {
      response = find(request.uri(), method, range).orElse(missing);
    } catch (IOException e) {
      response = missing;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Could not serve " + request.uri(), e);
    } finally {
      request.respond(response);
    }
  }

  private Optional<PageResponse> find(String uri, String method, String range) throws IOException {
    String address = withoutQuery(uri);
    if (address.startsWith(origin + "/")) {
      String path = address.substring(origin.length());
      if (path.startsWith("/socket/") && path.endsWith(".js")) {
        String name = path.substring("/socket/".length(), path.length() - 3);
        Optional<byte[]> module = module(name, modules::find);
        if (module.isPresent()) {
          return Optional.of(javascript(module.get()));
        }
      }
      Optional<AppFiles.Found> found = files.find(path);
      if (found.isPresent()) {
        return Optional.of(
            switch (found.get()) {
              case AppFiles.Found.File file ->
                  isOfPackage(path, method, range)
                      ? packageFile(path, file.path())
                      : file(file.path(), method, range);
              case AppFiles.Found.Redirect redirect -> redirect(redirect.location());
            });
      }
    } else if (address.startsWith(NPM)) {
      String specifier = address.substring(NPM.length()).replace("%23", "#");
      Optional<String> proxy = packaged(specifier, uri.substring(address.length()));
      if (proxy.isPresent()) {
        return Optional.of(javascript(proxy.get().getBytes(StandardCharsets.UTF_8)));
      }
      LOG.log(
          Level.WARNING,
          "the page imports npm:{0}, which is not in node_modules of the app; run there: npm install",
          specifier);
    } else if (MODULE.matcher(address).matches()) {
      String name = Modules.nameOf(address);
      Optional<String> proxy = module(name, modules::proxy);
      if (proxy.isPresent()) {
        return Optional.of(javascript(proxy.get().getBytes(StandardCharsets.UTF_8)));
      }
      if (Modules.pluginOf(name).isEmpty()) {
        LOG.log(Level.WARNING, "The page imports {0}, which is no module of the platform", address);
      }
    }
    return Optional.empty();
  }

  private static boolean isOfPackage(String path, String method, String range) {
    return path.contains("/node_modules/")
        && (path.endsWith(".js") || path.endsWith(".mjs"))
        && method.equals("GET")
        && range.isEmpty();
  }

  /** JavaScript of a package, which may import others by their bare names. */
  private PageResponse packageFile(String path, Path file) throws IOException {
    if (Files.size(file) <= NpmPackages.MAX_BYTES) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      String addressed = NpmPackages.withAddresses(path, text);
      if (!addressed.equals(text)) {
        return javascript(addressed.getBytes(StandardCharsets.UTF_8));
      }
    }
    return file(file, "GET", "");
  }

  /** What a specifier names to who asks for it. */
  private Optional<String> packaged(String specifier, String query) throws IOException {
    if (!query.startsWith(FROM)) {
      return packages.proxy(specifier, "/");
    }
    Optional<String> own =
        Modules.isOfNode(specifier) ? modules.proxy(specifier) : Optional.empty();
    return own.isPresent() ? own : packages.proxy(specifier, query.substring(FROM.length()));
  }

  private interface Lookup<T> {
    Optional<T> find(String name) throws IOException;
  }

  /** Looks a module up; a plugin that is not there may be on its way while the platform starts. */
  private <T> Optional<T> module(String name, Lookup<T> lookup) throws IOException {
    Optional<T> found = lookup.find(name);
    Optional<String> plugin = found.isPresent() ? Optional.empty() : Modules.pluginOf(name);
    if (plugin.isPresent()) {
      missing.awaitStart();
      found = lookup.find(name);
      if (found.isEmpty()) {
        missing.tell(plugin.get());
      }
    }
    return found;
  }

  private static String withoutQuery(String uri) {
    int end = uri.indexOf('?');
    int fragment = uri.indexOf('#');
    if (end < 0 || (fragment >= 0 && fragment < end)) {
      end = fragment;
    }
    return end < 0 ? uri : uri.substring(0, end);
  }

  private PageResponse file(Path file, String method, String range) throws IOException {
    Map<String, String> headers = headers(Mime.of(file.toString()));
    headers.put("accept-ranges", "bytes");
    if (method.equals("HEAD")) {
      headers.put("content-length", Long.toString(Files.size(file)));
      return new Whole(200, headers, ByteBuffer.allocate(0), () -> {});
    }
    FileChannel channel = FileChannel.open(file);
    try {
      long length = channel.size();
      if (ByteRange.isRange(range)) {
        Optional<ByteRange> part = ByteRange.parse(range, length);
        if (part.isEmpty()) {
          channel.close();
          headers.put("content-range", "bytes */" + length);
          return new Whole(416, headers, ByteBuffer.allocate(0), () -> {});
        }
        headers.put("content-range", part.get().contentRange(length));
        return content(206, headers, channel, part.get().first(), part.get().length());
      }
      return content(200, headers, channel, 0, length);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The bytes of a part of a file: a small one at once, a large one in pieces. */
  private static PageResponse content(
      int status, Map<String, String> headers, FileChannel channel, long first, long length)
      throws IOException {
    headers.put("content-length", Long.toString(length));
    channel.position(first);
    if (length <= WHOLE_BYTES) {
      try (channel) {
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return new Whole(status, headers, bytes.flip(), () -> {});
      }
    }
    return new Streamed(
        status,
        headers,
        length,
        sink -> {
          try (channel) {
            copy(channel, length, sink);
          }
        });
  }

  private static void copy(SeekableByteChannel from, long length, PageResponse.Sink to)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    for (long left = length; left > 0; ) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, left));
      int count = from.read(chunk);
      if (count < 0) {
        throw new IOException("The file became shorter while it was read");
      }
      left -= count;
      to.write(chunk.flip());
    }
  }

  private PageResponse javascript(byte[] text) {
    return new Whole(200, headers(JAVASCRIPT), ByteBuffer.wrap(text), () -> {});
  }

  /** WebKit follows no redirect of a scheme of ours; a page that refreshes itself does. */
  private PageResponse redirect(String location) {
    String escaped =
        location
            .replace("&", "&amp;")
            .replace("'", "&#39;")
            .replace("\"", "&quot;")
            .replace("<", "&lt;");
    Map<String, String> headers = headers(Mime.of(".html"));
    headers.put("location", location);
    String html = "<meta http-equiv=\"refresh\" content=\"0; url='" + escaped + "'\">";
    return new Whole(
        200, headers, ByteBuffer.wrap(html.getBytes(StandardCharsets.UTF_8)), () -> {});
  }

  private PageResponse failed(String uri) {
    byte[] text = ("Could not serve " + uri + "\n").getBytes(StandardCharsets.UTF_8);
    return new Whole(500, headers("text/plain; charset=utf-8"), ByteBuffer.wrap(text), () -> {});
  }

  private PageResponse notFound(String uri) {
    byte[] text = ("Not found: " + uri + "\n").getBytes(StandardCharsets.UTF_8);
    return new Whole(404, headers("text/plain; charset=utf-8"), ByteBuffer.wrap(text), () -> {});
  }

  private Map<String, String> headers(String contentType) {
    Map<String, String> headers = new LinkedHashMap<>(commonHeaders);
    headers.put("content-type", contentType);
    return headers;
  }
}
