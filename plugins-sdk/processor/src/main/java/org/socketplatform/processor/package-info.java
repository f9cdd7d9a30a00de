/** Makes from one annotated type all that a plugin consists of besides it. */
@NullMarked
package org.socketplatform.processor;

import org.jspecify.annotations.NullMarked;
