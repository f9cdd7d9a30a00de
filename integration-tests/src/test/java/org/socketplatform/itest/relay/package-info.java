/** Peers of Stream Relay on real carriers. */
@NullMarked
package org.socketplatform.itest.relay;

import org.jspecify.annotations.NullMarked;
