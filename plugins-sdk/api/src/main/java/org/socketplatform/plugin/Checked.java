package org.socketplatform.plugin;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The parameters of a call as the router hands them to a handler: those that are scopes of the
 * route are checked against the grants of the app, and JSON can be read. Handlers use the methods
 * of the same name of {@link Call}.
 */
@ProviderType
public interface Checked {
  /** What a call has before the router has seen it: nothing. */
  Checked NOTHING =
      new Checked() {
        @Override
        public ScopedPath path(String param) {
          throw new IllegalStateException("The router has not checked the path '" + param + "'");
        }

        @Override
        public HostAndPort host(String param) {
          throw new IllegalStateException("The router has not checked the host '" + param + "'");
        }

        @Override
        public CommandLine program(String param) {
          throw new IllegalStateException("The router has not checked the program '" + param + "'");
        }

        @Override
        public ValueReader value(String param) {
          throw new IllegalStateException("The router has not seen the value '" + param + "'");
        }
      };

  /**
   * A path that the route declares as a {@link Scope.Place}.
   *
   * @throws IllegalStateException if the route does not declare it
   */
  ScopedPath path(String param);

  /**
   * A host that the route declares as a {@link Scope.Host}.
   *
   * @throws IllegalStateException if the route does not declare it
   */
  HostAndPort host(String param);

  /**
   * A program that the route declares as a {@link Scope.Program}.
   *
   * @throws IllegalStateException if the route does not declare it
   */
  CommandLine program(String param);

  /**
   * Reads a parameter that is JSON.
   *
   * @throws FailureException bad request if it is not there
   */
  ValueReader value(String param);
}
