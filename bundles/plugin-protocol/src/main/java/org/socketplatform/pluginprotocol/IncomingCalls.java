package org.socketplatform.pluginprotocol;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;

/**
 * The calls of the other side, each answered on a thread of its own. However many it makes, and
 * whether it reads the answers or not, no more than a bounded number of them and of their bytes is
 * kept here. Safe for use by many threads.
 */
public final class IncomingCalls {
  /** What a call, and each parameter of one, takes besides its texts. */
  private static final long OVERHEAD = 192;

  private final Server server;
  private final Settings settings;
  private final Budget budget;
  private final Link link;
  private final Map<Integer, RunningCall> running = new ConcurrentHashMap<>();
  private final AtomicInteger refusing = new AtomicInteger();

  /** What the calls may reach. */
  @FunctionalInterface
  public interface Server {
    /** The handler of a route; null if the other side should have known that there is none. */
    @Nullable Handler handler(String route);
  }

  /** Answers the calls of a route. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers a call.
     *
     * @param call as the other side says, with nothing checked
     * @param id number of the call
     * @param checked what the other side says that it has checked
     * @throws Exception as that of a handler of a plugin
     */
    Reply handle(Call call, int id, List<Frame.CheckedParam> checked) throws Exception;
  }

  /**
   * What is kept.
   *
   * @param calls the most that are answered at once
   * @param window the most bytes of the body of one
   */
  public record Settings(int calls, int window) {}

  /**
   * None at first.
   *
   * @param budget for what the calls and their answers hold
   */
  public IncomingCalls(Server server, Settings settings, Budget budget, Link link) {
    this.server = server;
    this.settings = settings;
    this.budget = budget;
    this.link = link;
  }

  /** How many are under way. */
  public int underWay() {
    return running.size();
  }

  /** Takes a frame of the other side; never waits for anything. */
  public void receive(Frame.Asking frame) throws ProtocolException {
    if (frame instanceof Frame.Call call) {
      begin(call);
      return;
    }
    RunningCall call = running.get(frame.id());
    if (call == null) {
      return; // it was answered meanwhile
    }
    switch (frame) {
      case Frame.Body body -> call.body().receive(body);
      case Frame.BodyBroken _ -> call.body().fail();
      case Frame.Demand(_, int items) -> call.demand(items);
      case Frame.Cancel _ -> call.cancelSoon();
      case Frame.Call _ -> throw new IllegalArgumentException("A call was begun already");
    }
  }

  private void begin(Frame.Call frame) throws ProtocolException {
    Handler handler = server.handler(frame.route());
    if (handler == null) {
      throw new ProtocolException("a call of a route that was not announced");
    }
    long size = size(frame);
    if (running.size() >= settings.calls() || !budget.take(size)) {
      refuse(frame.id());
      return;
    }
    RunningCall call =
        new RunningCall(
            frame,
            handler,
            settings.window(),
            budget,
            link,
            () -> {
              running.remove(frame.id());
              budget.give(size);
            });
    if (running.putIfAbsent(frame.id(), call) != null) {
      throw new ProtocolException("two calls of one number");
    }
    Thread.ofVirtual().name("call-" + frame.route()).start(call);
  }

  /** How much a call holds while it runs, in bytes; rather more than less. */
  private static long size(Frame.Call frame) {
    long size = OVERHEAD + 2L * frame.route().length();
    for (Map.Entry<String, String> param : frame.params().entrySet()) {
      size += OVERHEAD + 2L * param.getKey().length() + 2L * param.getValue().length();
    }
    return size;
  }

  private void refuse(int id) throws ProtocolException {
    if (refusing.incrementAndGet() > settings.calls()) {
      throw new ProtocolException("it makes calls without end");
    }
    Thread.ofVirtual()
        .start(() -> {
          link.trySend(new Frame.Failed(id, Failures.tooManyCalls()));
          refusing.decrementAndGet();
        });
  }

  /** The other side is gone: nobody waits for the answers any more. */
  public void end() {
    running.values().forEach(RunningCall::cancelSoon);
  }
}
