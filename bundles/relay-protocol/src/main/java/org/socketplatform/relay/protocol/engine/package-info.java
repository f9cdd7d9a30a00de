/** The state machine behind a peer, one part for each thing that it does. */
@NullMarked
package org.socketplatform.relay.protocol.engine;

import org.jspecify.annotations.NullMarked;
