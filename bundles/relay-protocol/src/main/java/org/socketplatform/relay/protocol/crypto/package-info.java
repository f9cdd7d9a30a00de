/** The cryptography of version 6, as libsodium does it, without libsodium. */
@NullMarked
package org.socketplatform.relay.protocol.crypto;

import org.jspecify.annotations.NullMarked;
