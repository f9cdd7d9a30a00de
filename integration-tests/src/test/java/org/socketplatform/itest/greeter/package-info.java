/** A plugin that is not part of the platform. */
@NullMarked
package org.socketplatform.itest.greeter;

import org.jspecify.annotations.NullMarked;
