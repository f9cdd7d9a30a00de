package org.socketplatform.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how an argument is checked that is a file, folder, place, host or command line. Without it,
 * the argument must lie under the grants of the command's own permission.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface Scoped {
  /**
   * Under whose grants it must lie, as {@code plugin:permission}; under all of them, if there are
   * several. None stands for the permission of the command.
   */
  String[] value() default {};

  /** See {@link Scope.Place#follow}; only a {@link ScopedPath} may say {@code false}. */
  boolean follow() default true;
}
