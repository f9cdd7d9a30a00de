package org.socketplatform.process;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;

/**
 * The routes {@code process.*}, about the backends that {@code socket.ini} describes. The developer
 * of the app has chosen their commands, so a page needs no more than the word that it may use them.
 */
final class BackendRoutes {
  private static final String BACKEND = "process:backend";

  private final Map<String, Backend> backends;
  private final Windows windows;

  BackendRoutes(Map<String, Backend> backends, Windows windows) {
    this.backends = backends;
    this.windows = windows;
  }

  List<Route> routes() {
    return List.of(
        Route.of("process.open", BACKEND, this::open),
        Route.of("process.kill", BACKEND, this::kill),
        Route.of("process.write", BACKEND, this::write),
        Route.of("process.request", BACKEND, this::request),
        Route.of("process.events", BACKEND, this::events),
        Route.of("process.take", BACKEND, this::take));
  }

  private Backend backend(Call call) {
    Optional<String> name = call.params().text("backend");
    @Nullable Backend found =
        name.isPresent() || backends.containsKey(BackendConfig.DEFAULT)
            ? backends.get(name.orElse(BackendConfig.DEFAULT))
            : backends.size() == 1 ? backends.values().iterator().next() : null;
    if (found == null) {
      throw new FailureException(
          Failure.notFound(
              name.isPresent()
                  ? "The app has no backend " + name.get()
                  : backends.isEmpty()
                      ? "The app has no backend: write [backend.NAME] cmd = ... in socket.ini"
                      : "The app has several backends: say which one"));
    }
    return found;
  }

  private Reply open(Call call) throws IOException, InterruptedException {
    Backend backend = backend(call);
    backend.open(call.params().flag("force", false));
    List<String> command = backend.config().command();
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("name", backend.config().name());
    about.put("cmd", command.getFirst());
    about.put("argv", String.join(" ", command.subList(1, command.size())));
    about.put("path", command.getFirst());
    about.put("pid", backend.pid().orElse(0));
    return Reply.value(about);
  }

  private Reply kill(Call call) throws InterruptedException {
    backend(call).close();
    return Reply.ok();
  }

  private Reply write(Call call) throws IOException, InterruptedException {
    Map<String, String> said = said(call);
    call.params().text("seq").ifPresent(seq -> said.put("seq", seq));
    conversation(call).tell(said, content(call), call.cancellation());
    return Reply.ok();
  }

  private Reply request(Call call) throws IOException, InterruptedException {
    return conversation(call).request(said(call), content(call), call.cancellation());
  }

  /** The body is bytes, or a value that is percent-encoded already and too long for an address. */
  private static Conversation.Content content(Call call) {
    return new Conversation.Content(call.body(), call.params().flag("encoded", false));
  }

  private Conversation conversation(Call call) {
    Backend backend = backend(call);
    return backend
        .conversation()
        .orElseThrow(() ->
            new FailureException(
                new Failure(
                    "NetworkError",
                    "BACKEND_GONE",
                    "The backend " + backend.config().name() + " does not run; open it first",
                    true,
                    Map.of())));
  }

  private static Map<String, String> said(Call call) {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("index", Integer.toString(call.caller().window()));
    said.put("event", call.params().require("event"));
    @Nullable String value = call.params().asMap().get("value");
    if (value != null) {
      said.put("value", value);
    }
    return said;
  }

  private Reply events(Call call) {
    if (call.caller().kind() != Caller.Kind.PAGE) {
      throw new FailureException(Failure.badRequest("Only windows have events"));
    }
    return new Reply.Stream(windows.feed(call.caller().window()));
  }

  private Reply take(Call call) {
    Payload bytes =
        windows
            .take(call.params().require("id"))
            .orElseThrow(
                () -> new FailureException(Failure.notFound("No bytes wait under this id")));
    return new Reply.Bytes(bytes.bytes(), Map.of(), bytes.release());
  }
}
