package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Frame;

/**
 * Buffers and digests that a peer needs while it is called, and not in between. Peers that are
 * called by one thread can share them, which matters to whoever runs thousands.
 */
public final class Workspace {
  final Digests digests = new Digests();
  final Frame frame = new Frame();
  final byte[] in = new byte[Frame.MAX_BYTES + 1];
  final byte[] outBytes = new byte[Frame.MAX_BYTES];
  final ByteBuffer out = ByteBuffer.wrap(outBytes);
}
