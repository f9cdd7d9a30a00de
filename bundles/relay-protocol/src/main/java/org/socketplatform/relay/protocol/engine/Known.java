package org.socketplatform.relay.protocol.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerView;

/** Another peer, as far as this one knows it. */
final class Known {
  final Id id;
  long endpoint;
  NatType natType = NatType.UNKNOWN;
  boolean indexed;
  boolean connected;

  /** It has announced what this implementation adds to the wire. */
  boolean capable;

  /** It, or who introduced it, has announced that it has sessions. */
  boolean sessions;

  /** It has announced that it compares what it holds by ranges. */
  boolean compares;

  /** The key that its id is the hash of, once it has signed with it. */
  @Nullable Id key;

  /** It can make pieces that are lost of parity. */
  boolean parities;

  /** It has answered at its endpoint with a number that only who is there can know. */
  boolean answered;

  long lastHeard;
  long lastSent;
  int roundTrip = -1;

  /** When it began, by its own account; -1 if it has not said. */
  long upSince = -1;

  /** How many packets came from it first, as far as that counts. */
  int delivered;

  /** The socket that reaches it. */
  int socket = Peer.MAIN;

  /** Who passes streams on to it; NONE if it is reached directly. */
  long proxy = Endpoint.NONE;

  /** What it gave us to show that we are where we say. */
  long cookie;

  long pingNonce;
  long pingSent;
  long synced;

  /** What it and this peer held, in one number, when they last told each other; and how often. */
  long toldOf;

  int told;

  /** When it or this peer began to compare by ranges. */
  long compared;

  /**
   * The number of the comparison that it was asked for and has not answered; 0 if there is none.
   */
  long comparison;

  /** How many names it was told in a minute that it lacks, and when that minute ends. */
  int toldNames;

  long toldUntil;
  private List<Id> clusters = List.of();
  private List<Id> subclusters = List.of();

  Known(Id id, long endpoint) {
    this.id = id;
    this.endpoint = endpoint;
  }

  /** It is in a subcluster of a cluster; whether that is news. */
  boolean enter(@Nullable Id cluster, @Nullable Id subcluster) {
    clusters = with(clusters, cluster);
    int before = subclusters.size();
    subclusters = with(subclusters, subcluster);
    return subclusters.size() > before;
  }

  private static List<Id> with(List<Id> ids, @Nullable Id id) {
    if (id == null || ids.contains(id) || ids.size() >= 16) {
      return ids;
    }
    if (ids.isEmpty()) {
      return List.of(id);
    }
    List<Id> more = new ArrayList<>(ids);
    more.add(id);
    return more;
  }

  boolean isInCluster(Id cluster) {
    return clusters.contains(cluster);
  }

  boolean isIn(Id subcluster) {
    return subclusters.contains(subcluster);
  }

  List<Id> subclusters() {
    return subclusters;
  }

  /** Whether packets can be sent to it directly. */
  boolean isReachable() {
    return endpoint != Endpoint.NONE && natType.isKnown() && proxy == Endpoint.NONE;
  }

  /** Where streams for it go. */
  long route() {
    return proxy == Endpoint.NONE ? endpoint : proxy;
  }

  void measure(long millis) {
    roundTrip = roundTrip < 0 ? (int) millis : (int) ((7L * roundTrip + millis) / 8);
  }

  /** It has said for how long it has been there. */
  void saysUptime(long millis, long now) {
    if (millis >= 0 && millis <= now) {
      upSince = now - millis;
    }
  }

  PeerView view() {
    return new PeerView(
        id,
        endpoint,
        natType,
        connected,
        indexed,
        proxy != Endpoint.NONE,
        capable,
        key != null,
        lastHeard,
        roundTrip);
  }
}
