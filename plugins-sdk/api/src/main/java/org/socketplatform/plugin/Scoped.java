package org.socketplatform.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says under which permission's grants an argument must lie that is a file, folder, host or command
 * line, if it is not the permission of the command itself.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface Scoped {
  /** The permission, as {@code plugin:permission}. */
  String value();
}
