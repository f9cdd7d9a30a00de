package org.socketplatform.pluginprocess;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.NotServingException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.ValueReader;
import org.socketplatform.pluginprotocol.OutgoingCalls;

/** Asks the platform to do something with a file or folder. Safe for use by many threads. */
final class PlaceClient {
  /** How many wait for the platform at once; more wait for these. */
  static final int MOST = 96;

  private final OutgoingCalls calls;
  private final Semaphore turns = new Semaphore(MOST);

  /**
   * A way to the platform.
   *
   * @param calls with room for at least {@link #MOST}
   */
  PlaceClient(OutgoingCalls calls) {
    this.calls = calls;
  }

  /**
   * Asks for something that is answered by a value.
   *
   * @param file to be named in an exception
   * @throws IOException as that of the JDK
   */
  ValueReader value(String route, Map<String, String> params, String file) throws IOException {
    return reader(ask(route, params, Body.EMPTY, file));
  }

  /** Sends bytes; as {@link #value}. */
  ValueReader send(String route, Map<String, String> params, ByteBuffer bytes, String file)
      throws IOException {
    return reader(ask(route, params, Body.of(bytes), file));
  }

  private static ValueReader reader(Reply reply) throws IOException {
    if (reply instanceof Reply.Value(var value)) {
      return Json.reader(Json.text(value), "answer");
    }
    throw unexpected();
  }

  /** Asks for something that is answered by bytes; as {@link #value}. */
  ByteBuffer bytes(String route, Map<String, String> params, String file) throws IOException {
    if (ask(route, params, Body.EMPTY, file) instanceof Reply.Bytes bytes) {
      ByteBuffer copy = ByteBuffer.allocate(bytes.data().remaining()).put(bytes.data()).flip();
      bytes.release().run();
      return copy;
    }
    throw unexpected();
  }

  private static IOException unexpected() {
    return new IOException("The platform answered something else than was asked for");
  }

  private Reply ask(String route, Map<String, String> params, Body body, String file)
      throws IOException {
    Reply reply;
    try {
      turns.acquire();
      try {
        reply =
            calls.call(
                new Call(route, Params.of(params), body, Caller.SELF, new Cancellation()),
                List.of());
      } finally {
        turns.release();
      }
    } catch (NotServingException e) {
      throw new IOException("The platform ends", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while the platform was asked");
    }
    if (reply instanceof Reply.Failed(Failure failure)) {
      throw exception(failure, file);
    }
    return reply;
  }

  /** The exception that the JDK throws where the platform says this, if it is one of a file. */
  private static IOException exception(Failure failure, String file) throws FileSystemException {
    Errno errno;
    try {
      errno = Errno.valueOf(failure.code());
    } catch (IllegalArgumentException e) {
      throw new FailureException(failure);
    }
    return errno == Errno.EBADF ? new ClosedChannelException() : errno.exceptionOf(file);
  }
}
