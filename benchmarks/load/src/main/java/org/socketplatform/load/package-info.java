/**
 * Loads the router and a service with calls from inside the platform, and measures what becomes of
 * them: an ordinary plugin in the JVM that people get, with its flags.
 */
@NullMarked
package org.socketplatform.load;

import org.jspecify.annotations.NullMarked;
