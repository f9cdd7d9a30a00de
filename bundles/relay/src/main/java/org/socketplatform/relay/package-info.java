/** Peers of Stream Relay on real sockets. */
@NullMarked
package org.socketplatform.relay;

import org.jspecify.annotations.NullMarked;
