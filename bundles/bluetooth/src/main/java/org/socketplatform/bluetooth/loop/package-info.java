/** Radios in the memory of one process: for tests, demos and simulations. */
@NullMarked
package org.socketplatform.bluetooth.loop;

import org.jspecify.annotations.NullMarked;
