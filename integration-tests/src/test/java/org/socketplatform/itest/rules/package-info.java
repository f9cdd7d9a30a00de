/** Holds the built bundles to the rules of the house. */
@NullMarked
package org.socketplatform.itest.rules;

import org.jspecify.annotations.NullMarked;
