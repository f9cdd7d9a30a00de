/** Becomes a bundle that stands in for the user interface. */
@NullMarked
package org.socketplatform.boot.standin;

import org.jspecify.annotations.NullMarked;
