/** What a peer holds for others, and how two peers find out what one of them lacks. */
@NullMarked
package org.socketplatform.relay.protocol.cache;

import org.jspecify.annotations.NullMarked;
