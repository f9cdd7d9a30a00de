package org.socketplatform.plugin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a call failed, as the page sees it.
 *
 * @param type name of the JavaScript error, such as {@code NotFoundError}
 * @param code stable code for programs, such as {@code ENOENT}
 * @param message what was wrong and what to do, for people
 * @param retryable the same call may work later
 * @param details further fields of the error object: strings, numbers, booleans
 */
public record Failure(
    String type, String code, String message, boolean retryable, Map<String, Object> details) {
  public Failure {
    details = Map.copyOf(details);
  }

  public Failure(String type, String code, String message) {
    this(type, code, message, false, Map.of());
  }

  /** The same failure with one more field. */
  public Failure with(String field, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(field, value);
    return new Failure(type, code, message, retryable, more);
  }

  /** A parameter is missing or cannot be used. */
  public static Failure badRequest(String message) {
    return new Failure("BadRequestError", "BAD_REQUEST", message);
  }

  /** What was asked for does not exist. */
  public static Failure notFound(String message) {
    return new Failure("NotFoundError", "NOT_FOUND", message);
  }

  /** The caller may not do this. The message names no detail that the caller did not bring. */
  public static Failure notAllowed(String message) {
    return new Failure("NotAllowedError", "NOT_ALLOWED", message);
  }

  /** The body is larger than what is accepted. */
  public static Failure tooLarge(long limit) {
    return new Failure(
        "RangeError", "BODY_TOO_LARGE", "The body is larger than " + limit + " bytes");
  }

  /** Nobody waits for the answer any more. */
  public static Failure aborted() {
    return new Failure("AbortError", "ABORTED", "The call was cancelled");
  }

  /** A defect in a plugin; the details go to the log, not to the page. */
  public static Failure internal(String route) {
    return new Failure("InternalError", "INTERNAL", route + " failed; see the log of the app");
  }
}
