/** Packets as they travel: frames of version 6, their JSON, their ids, and how messages are cut. */
@NullMarked
package org.socketplatform.relay.protocol.wire;

import org.jspecify.annotations.NullMarked;
