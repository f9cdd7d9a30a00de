/** Bluetooth on Linux: BlueZ, over D-Bus. */
@NullMarked
package org.socketplatform.bluetooth.bluez;

import org.jspecify.annotations.NullMarked;
