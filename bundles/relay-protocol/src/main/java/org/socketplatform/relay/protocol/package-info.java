/**
 * The Stream Relay protocol, version 6, as a state machine: datagrams, calls and time go in;
 * datagrams, events and deadlines come out.
 */
@NullMarked
package org.socketplatform.relay.protocol;

import org.jspecify.annotations.NullMarked;
