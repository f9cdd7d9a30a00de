package org.socketplatform.plugin;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How the code that the annotation processor makes gets at the arguments of a call: each is one
 * parameter by its Java name; plain values stand there as text, lists, maps and records as JSON.
 */
public final class Arguments {
  /** The largest body that is taken as a {@code byte[]} or {@code ByteBuffer}: 16 MiB. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  private Arguments() {}

  /** True if the parameter is there, even if it is empty. */
  public static boolean isGiven(Call call, String param) {
    return call.params().asMap().containsKey(param);
  }

  /**
   * A parameter that is a plain value.
   *
   * @throws FailureException bad request if it is not there
   */
  public static ValueReader text(Call call, String param) {
    @Nullable String text = call.params().asMap().get(param);
    if (text == null) {
      throw new FailureException(Failure.badRequest("Expecting '" + param + "' in parameters"));
    }
    return new TextReader(text, param);
  }

  /**
   * The whole body of a call.
   *
   * @throws FailureException {@code BODY_TOO_LARGE} if it has more than {@link #MOST_BYTES}
   */
  public static byte[] bytes(Call call) throws IOException {
    return call.body().bytes(MOST_BYTES);
  }
}
