package org.socketplatform.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a {@link Plugin} calls of its own accord, by the {@link Router} that its constructor
 * takes. Whoever installs it is shown this. A plugin that is trusted may call everything all the
 * same; one in a process of its own may call this and nothing else.
 */
@Documented
@Repeatable(Needs.All.class)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Needs {
  /** The permission, as {@code fs:read}. */
  String value();

  /**
   * For which paths, hosts or programs, as in {@code socket.ini}: {@code $DOWNLOADS/**}. None for a
   * permission that is not about such.
   */
  String[] of() default {};

  /** What for, for people: {@code "Finds the pictures to sort"}. */
  String reason();

  /** Several of them. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface All {
    /** Each one. */
    Needs[] value();
  }
}
