/** The development loop: watches, compiles and swaps while the app runs. */
@NullMarked
package org.socketplatform.dev;

import org.jspecify.annotations.NullMarked;
