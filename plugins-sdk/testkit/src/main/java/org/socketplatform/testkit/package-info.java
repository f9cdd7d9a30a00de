/** Runs a plugin through the real router and access rules in a plain unit test. */
@NullMarked
package org.socketplatform.testkit;

import org.jspecify.annotations.NullMarked;
