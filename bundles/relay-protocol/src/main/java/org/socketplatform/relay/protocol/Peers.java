package org.socketplatform.relay.protocol;

import java.util.random.RandomGenerator;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SigningKeys;
import org.socketplatform.relay.protocol.engine.Engine;
import org.socketplatform.relay.protocol.engine.Workspace;

/** Makes peers. */
public final class Peers {
  private Peers() {}

  /** The id that a peer with these options and this key has. */
  public static Id idOf(PeerOptions options, byte[] signingSeed) {
    try (SigningKeys keys = new SigningKeys(signingSeed)) {
      return options.peerId().orElseGet(() -> Names.ofKey(keys.publicKey()));
    }
  }

  /**
   * A peer that has not started.
   *
   * @param signingSeed 32 bytes that make the key of its user; copied
   * @param random a {@link java.security.SecureRandom} where people rely on it; another one, with a
   *     seed, makes a run that can be repeated
   */
  public static Peer create(
      PeerOptions options, byte[] signingSeed, Outlet outlet, RandomGenerator random) {
    return create(options, signingSeed, outlet, random, new Workspace());
  }

  /** The same with buffers that peers of one thread share. */
  public static Peer create(
      PeerOptions options,
      byte[] signingSeed,
      Outlet outlet,
      RandomGenerator random,
      Workspace workspace) {
    return new Engine(options, signingSeed, outlet, random, workspace);
  }
}
