package org.socketplatform.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/**
 * Why a socket failed, as Node names it. The JDK has only the words of {@code strerror(3)} for most
 * of it, so they decide.
 *
 * @param code such as {@code ECONNREFUSED}
 * @param errno negative, as Node has it; 0 if it has none
 * @param syscall what failed, such as {@code connect}
 * @param message for people
 * @param details further fields
 */
record Problem(
    String code, int errno, String syscall, String message, Map<String, Object> details) {
  private record Known(String words, String code, int errno) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("connection refused", "ECONNREFUSED", 111),
          new Known("connection reset", "ECONNRESET", 104),
          new Known("broken pipe", "EPIPE", 32),
          new Known("timed out", "ETIMEDOUT", 110),
          new Known("no route to host", "EHOSTUNREACH", 113),
          new Known("host is down", "EHOSTDOWN", 112),
          new Known("network is unreachable", "ENETUNREACH", 101),
          new Known("network is down", "ENETDOWN", 100),
          new Known("address already in use", "EADDRINUSE", 98),
          new Known("cannot assign requested address", "EADDRNOTAVAIL", 99),
          new Known("can't assign requested address", "EADDRNOTAVAIL", 99),
          new Known("permission denied", "EACCES", 13),
          new Known("too many open files", "EMFILE", 24),
          new Known("software caused connection abort", "ECONNABORTED", 103),
          new Known("address family not supported", "EAFNOSUPPORT", 97),
          new Known("protocol family unavailable", "EAFNOSUPPORT", 97));

  static final Problem RESET = of("ECONNRESET", 104, "read");

  static Problem of(String code, int errno, String syscall) {
    return new Problem(code, -errno, syscall, syscall + " " + code, Map.of());
  }

  /** A problem that the system has no number for. */
  static Problem of(String code, String message) {
    return new Problem(code, 0, "", message, Map.of());
  }

  /** What an exception stands for. */
  static Problem of(Exception e, String syscall) {
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    for (Known known : KNOWN) {
      if (words.contains(known.words())) {
        return of(known.code(), known.errno(), syscall);
      }
    }
    return switch (e) {
      case UnknownHostException _, UnresolvedAddressException _ ->
          new Problem("ENOTFOUND", -3008, "getaddrinfo", "getaddrinfo ENOTFOUND", Map.of());
      case NoRouteToHostException _ -> of("EHOSTUNREACH", 113, syscall);
      case BindException _ -> of("EADDRINUSE", 98, syscall);
      case ConnectException _ -> of("ECONNREFUSED", 111, syscall);
      case UnsupportedAddressTypeException _ -> of("EAFNOSUPPORT", 97, syscall);
      case ClosedChannelException _ -> of("ECANCELED", 125, syscall);
      case IOException io ->
          of(Errno.of(io).map(Errno::name).orElse("EIO"), Errno.of(io).isEmpty() ? 5 : 0, syscall);
      default -> of("EINVAL", 22, syscall);
    };
  }

  /** The same with one more field. */
  Problem with(String field, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(field, value);
    return new Problem(code, errno, syscall, message, more);
  }

  /** Goes on with what {@link #fields} gave. */
  static Problem adopt(Map<String, Object> fields) {
    Map<String, Object> details = new LinkedHashMap<>(fields);
    Object errno = details.remove("errno");
    Object syscall = details.remove("syscall");
    return new Problem(
        String.valueOf(details.remove("code")),
        errno instanceof Integer number ? number : 0,
        syscall == null ? "" : String.valueOf(syscall),
        String.valueOf(details.remove("message")),
        details);
  }

  /** As an event tells it. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>(details);
    fields.put("code", code);
    fields.put("message", message);
    if (errno != 0) {
      fields.put("errno", errno);
    }
    if (!syscall.isEmpty()) {
      fields.put("syscall", syscall);
    }
    return fields;
  }

  /** To fail a call with. */
  FailureException exception() {
    Failure failure = new Failure("ErrnoError", code, message);
    for (Map.Entry<String, Object> field : fields().entrySet()) {
      if (!field.getKey().equals("code") && !field.getKey().equals("message")) {
        failure = failure.with(field.getKey(), field.getValue());
      }
    }
    return new FailureException(failure);
  }
}
