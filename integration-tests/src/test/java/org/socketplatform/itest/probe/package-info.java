/** A plugin that pages of tests talk to; packed into a bundle by the tests. */
@NullMarked
package org.socketplatform.itest.probe;

import org.jspecify.annotations.NullMarked;
