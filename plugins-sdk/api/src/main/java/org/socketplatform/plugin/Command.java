package org.socketplatform.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a {@link Plugin} type that pages may call: {@code hello} of the plugin {@code
 * greeter} answers {@code ipc://greeter.hello}. Its documentation comment is what users of the
 * plugin read, so it must have one.
 *
 * <p>Arguments: primitives and their boxes, {@code String}, enums, records, sealed interfaces of
 * records, {@code List}, {@code Set}, {@code Map} with string keys, {@code Optional} (may be left
 * out), {@code Duration} (milliseconds) and {@code Instant} (a {@code Date}), one {@code byte[]},
 * {@code ByteBuffer} or {@link Body} (the bytes of the call), {@link ReadableFile}, {@link
 * WritableFile}, {@link ReadableFolder}, {@link WritableFolder}, {@link ScopedPath}, {@link
 * HostAndPort}, {@link CommandLine} (checked against the grants of the app, see {@link Scoped}),
 * and {@link Call}, {@link Caller}, {@link Cancellation}, {@link Deadline} of the call itself.
 *
 * <p>Results: nothing, the same values, {@code byte[]}, {@code ByteBuffer} or {@link Reply.Bytes}
 * alone, a {@code CompletionStage} of these, a {@code Flow.Publisher} of values, or a {@link
 * Reply.Value} or {@link Reply.Stream} whose form the page is to know by other means. None is null.
 *
 * <p>A {@link FailureException} is answered with its failure; an {@code IOException} as the {@link
 * Errno} that it stands for; anything else is a defect, which is logged.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Command {
  /** Name of the command, if it is another than that of the method. */
  String value() default "";

  /**
   * What a caller needs, as {@code plugin:permission}; by default the plugin and the command.
   * Several commands may share one. {@link Route#BASIC} asks for nothing.
   */
  String permission() default "";
}
