package org.socketplatform.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/**
 * Asks name servers, one after the other until one answers: by packets, or by a connection where an
 * answer is too large for one. Each question has a port and an id that nobody can guess (RFC 5452).
 * Safe for use by many threads.
 */
final class Resolver {
  /** Some number of answers to other questions is ignored for each packet that is sent. */
  private static final int MOST_STRANGERS = 64;

  private static final int LARGEST_ANSWER = 65535;

  private final RandomGenerator random;

  Resolver(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Asks for the records of a name.
   *
   * @param timeout for the first try of each server; the next one is twice as long
   * @param tries how often each server is asked, at least once
   * @throws FailureException with a code of c-ares: {@code ENOTFOUND}, {@code ENODATA}, {@code
   *     ESERVFAIL}, {@code ETIMEOUT} and so on
   */
  Message resolve(
      String name,
      RecordType type,
      List<InetSocketAddress> servers,
      Duration timeout,
      int tries,
      Cancellation cancellation) {
    FailureException last = failure("ETIMEOUT", "No name server answered in time");
    for (int attempt = 0; attempt < tries; attempt++) {
      Duration patience = timeout.multipliedBy(1L << Math.min(attempt, 4));
      for (InetSocketAddress server : servers) {
        if (cancellation.isCancelled()) {
          throw failure("ECANCELLED", "The question was cancelled");
        }
        try {
          return checked(ask(name, type, server, patience, cancellation), type);
        } catch (SocketTimeoutException e) {
          last = failure("ETIMEOUT", "No name server answered in time");
        } catch (PortUnreachableException | ConnectException e) {
          last = failure("ECONNREFUSED", "No name server can be reached");
        } catch (IOException e) {
          last = failure("ECONNREFUSED", "No name server can be reached: " + e.getMessage());
        } catch (FailureException e) {
          if (!e.failure().retryable()) {
            throw e;
          }
          last = e;
        }
      }
    }
    throw last;
  }

  private static FailureException failure(String code, String message) {
    return new FailureException(new Failure("NetworkError", code, message));
  }

  private static Message checked(Message answer, RecordType type) {
    return switch (answer.code()) {
      case 0 -> {
        boolean isThere =
            type == RecordType.ANY
                ? !answer.answers().isEmpty()
                : answer.answers().stream().anyMatch(record -> record.type() == type);
        if (!isThere) {
          throw failure("ENODATA", "The name has no such record");
        }
        yield answer;
      }
      case 1 -> throw failure("EFORMERR", "The name server does not understand the question");
      case 2 -> throw retryable("ESERVFAIL", "The name server failed");
      case 3 -> throw failure("ENOTFOUND", "There is no such name");
      case 4 -> throw retryable("ENOTIMP", "The name server does not do this");
      case 5 -> throw retryable("EREFUSED", "The name server refuses to answer");
      default -> throw retryable("EBADRESP", "The name server gave a code that is unknown");
    };
  }

  /** Another server may do better. */
  private static FailureException retryable(String code, String message) {
    Failure failure = failure(code, message).failure();
    return new FailureException(
        new Failure(failure.type(), code, message, true, failure.details()));
  }

  private Message ask(
      String name,
      RecordType type,
      InetSocketAddress server,
      Duration patience,
      Cancellation cancellation)
      throws IOException {
    int id = random.nextInt(1 << 16);
    byte[] question = question(id, name, type);
    long end = System.nanoTime() + patience.toNanos();
    try (DatagramSocket socket = new DatagramSocket()) {
      cancellation.onCancel(socket::close);
      socket.connect(server);
      socket.send(new DatagramPacket(question, question.length));
      DatagramPacket packet = new DatagramPacket(new byte[LARGEST_ANSWER], LARGEST_ANSWER);
      for (int strangers = 0; strangers < MOST_STRANGERS; strangers++) {
        socket.setSoTimeout(left(end));
        packet.setLength(LARGEST_ANSWER);
        socket.receive(packet);
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        Message answer;
        try {
          answer = Message.answer(bytes);
        } catch (IllegalArgumentException e) {
          continue;
        }
        if (answers(answer, id, name, type)) {
          return answer.truncated() ? askAgain(question, server, end, cancellation) : answer;
        }
      }
    }
    throw retryable("EBADRESP", "The name server answers other questions");
  }

  private static byte[] question(int id, String name, RecordType type) {
    try {
      return Message.question(id, name, type);
    } catch (IllegalArgumentException e) {
      throw failure("EBADNAME", "It is no name of a host");
    }
  }

  private static boolean answers(Message answer, int id, String name, RecordType type) {
    return answer.id() == id
        && answer.type() == type.number()
        && answer.name().equals(name.toLowerCase(Locale.ROOT));
  }

  private static int left(long end) throws SocketTimeoutException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /** Asks by a connection, where an answer has its length before it (RFC 7766). */
  private static Message askAgain(
      byte[] question, InetSocketAddress server, long end, Cancellation cancellation)
      throws IOException {
    try (Socket socket = new Socket()) {
      cancellation.onCancel(() -> closeQuietly(socket));
      socket.connect(server, left(end));
      socket.setSoTimeout(left(end));
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] whole = new byte[question.length + 2];
      whole[0] = (byte) (question.length >> 8);
      whole[1] = (byte) question.length;
      System.arraycopy(question, 0, whole, 2, question.length);
      out.write(whole);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] bytes = in.readNBytes(in.readUnsignedShort());
      return Message.answer(bytes);
    } catch (IllegalArgumentException e) {
      throw retryable("EBADRESP", "The answer of the name server is malformed");
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      System.getLogger("dns").log(System.Logger.Level.DEBUG, "A connection did not close", e);
    }
  }
}
