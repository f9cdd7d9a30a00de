/** The windows of the operating system, opened while the framework starts. */
@NullMarked
package org.socketplatform.toolkit;

import org.jspecify.annotations.NullMarked;
