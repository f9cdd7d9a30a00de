package org.socketplatform.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type whose {@link Command} methods pages may call. The annotation processor makes the
 * routes, the permissions, the JavaScript module {@code plugin:NAME} and its types from it.
 *
 * <p>The type has one constructor; its parameters are OSGi services. One instance serves all calls,
 * many at a time. If it is {@link AutoCloseable} it is closed when the plugin goes; if it is a
 * {@link Handover} its state goes over to the next version.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Plugin {
  /** Name of the plugin: lower-case letters, digits and {@code -}, beginning with a letter. */
  String value();
}
