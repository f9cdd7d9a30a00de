/** Packets over GATT: cut to the size of values, with flow control. */
@NullMarked
package org.socketplatform.bluetooth.link;

import org.jspecify.annotations.NullMarked;
