/** Telling listeners, in order. */
@NullMarked
package org.socketplatform.bluetooth.events;

import org.jspecify.annotations.NullMarked;
