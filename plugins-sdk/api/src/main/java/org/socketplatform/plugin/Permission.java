package org.socketplatform.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a permission of a {@link Plugin} for those who grant it. Without it, a permission is
 * described by the commands that it allows.
 */
@Documented
@Repeatable(Permission.All.class)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Permission {
  /** The permission, as {@code greeter:read}; a command must ask for it. */
  String value();

  /** What it allows, in a sentence: {@code "Reads the notes of the user"}. */
  String description();

  /** Several of them. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface All {
    /** Each one. */
    Permission[] value();
  }
}
