package org.socketplatform.relay.protocol.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Fragments;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.ParityPacket;
import org.socketplatform.relay.protocol.wire.ReedSolomon;

/**
 * Rows of parity for large messages: who publishes one sends them along, and who lacks some pieces
 * makes them of the others, without asking. What was made so is checked like what comes.
 *
 * <p>At most 64 groups of pieces are kept, those that grew lately: 2.6 MB.
 */
final class Parities {
  private static final int MOST = 64;

  /** Pieces of one message that are protected together. */
  private record Key(Id head, int group) {}

  /** What is there of a group. */
  private static final class Group {
    /** For those that are complete, or given up. */
    static final Group OVER = new Group();

    final byte[] @Nullable [] blocks = new byte[ReedSolomon.MOST_BLOCKS][];
    final byte[] @Nullable [] rows = new byte[ReedSolomon.MOST_ROWS][];
    @Nullable ParityPacket about;
  }

  private final Engine engine;
  private final boolean isOn;
  private final Map<Key, Group> groups = new LinkedHashMap<>(2, 0.75f, true);

  /** A piece of each message: in what its pieces do not differ, the lost ones are like it. */
  private final Map<Id, Packet> likes = new LinkedHashMap<>(2, 0.75f, true);

  Parities(Engine engine) {
    this.engine = engine;
    isOn = engine.has(Feature.PARITY);
  }

  /** Whether this peer makes up pieces at all. */
  boolean isOn() {
    return isOn;
  }

  /** Who is sent the parity of a message of this peer. */
  List<Known> targets(List<Packet> packets) {
    return isOn && packets.size() > 1
        ? engine.spreading.parityTargets(packets.getFirst())
        : List.of();
  }

  /**
   * A packet of a message of this peer was sent. If it is the last of a group, the rows of that
   * follow it at once, so that what is lost is there before the next group comes: pieces are
   * accepted in their order, and few can wait. The head is sent once more in the end: no row can
   * replace it.
   */
  void protect(List<Packet> packets, int index, List<Known> targets) {
    boolean isLast = index == packets.size() - 1;
    if (targets.isEmpty() || !(isLast || (index > 0 && index % ReedSolomon.MOST_BLOCKS == 0))) {
      return;
    }
    sendRows(packets, (index - 1) / ReedSolomon.MOST_BLOCKS, targets);
    if (isLast) {
      byte[] again = packets.getFirst().toBytes(engine.workspace.digests);
      for (Known known : targets) {
        engine.sender.pass(again, 1, known.socket, known.endpoint);
      }
    }
  }

  private void sendRows(List<Packet> packets, int group, List<Known> targets) {
    Id head = Id.of(packets.getFirst().get(Field.PACKET_ID));
    int size =
        (packets.size() - 2) * Frame.MESSAGE_BYTES + packets.getLast().get(Field.MESSAGE).length;
    int from = 1 + group * ReedSolomon.MOST_BLOCKS;
    List<byte[]> blocks =
        packets.subList(from, Math.min(from + ReedSolomon.MOST_BLOCKS, packets.size())).stream()
            .map(ParityPacket::block)
            .toList();
    for (int row = 0; row < ReedSolomon.rows(blocks.size()); row++) {
      ParityPacket packet = ParityPacket.of(head, size, group, row, ReedSolomon.row(row, blocks));
      for (Known known : targets) {
        engine.sender.send(known.socket, known.endpoint, packet.write(known.cookie));
      }
    }
  }

  /** A piece of a message has come. */
  void piece(Frame frame, long from) {
    Id head = frame.id(Field.PREVIOUS_ID);
    int index = frame.index();
    if (!isOn || head == null || index > Fragments.pieces(Fragments.MAX_SIZE)) {
      return;
    }
    Key key = new Key(head, (index - 1) / ReedSolomon.MOST_BLOCKS);
    Group group = group(key);
    int place = (index - 1) % ReedSolomon.MOST_BLOCKS;
    if (group != Group.OVER && group.blocks[place] == null) {
      Packet piece = Packet.of(frame);
      group.blocks[place] = ParityPacket.block(piece);
      if (!likes.containsKey(head)) {
        makeRoom(likes);
        likes.put(head, piece);
      }
      complete(key, group, from);
    }
  }

  /** Somebody has sent a row of parity. */
  void receive(long from, byte[] bytes, int length, @Nullable Known known) {
    ParityPacket packet = ParityPacket.read(bytes, length);
    if (!isOn
        || packet == null
        || known == null
        || !engine.sender.isCookie(packet.cookie(), from)
        || !engine.quotas.takesParity(from)) {
      return;
    }
    Key key = new Key(packet.head(), packet.group());
    Group group = group(key);
    if (group == Group.OVER
        || group.rows[packet.row()] != null
        || (group.about != null && group.about.size() != packet.size())) {
      return;
    }
    group.about = packet;
    group.rows[packet.row()] = packet.parity();
    complete(key, group, from);
  }

  /** How many groups are kept. */
  int kept() {
    return groups.size();
  }

  private Group group(Key key) {
    Group group = groups.get(key);
    if (group == null) {
      makeRoom(groups);
      group = new Group();
      groups.put(key, group);
    }
    return group;
  }

  private static <K> void makeRoom(Map<K, ?> full) {
    if (full.size() >= MOST) {
      full.remove(full.keySet().iterator().next());
    }
  }

  private void complete(Key key, Group group, long from) {
    ParityPacket about = group.about;
    Packet like = likes.get(key.head());
    int count = about == null ? ReedSolomon.MOST_BLOCKS : about.pieces();
    byte[] @Nullable [] blocks = Arrays.copyOf(group.blocks, count);
    List<Integer> lost = lost(blocks);
    if (lost.isEmpty()) {
      groups.put(key, Group.OVER);
      return;
    }
    if (about == null || like == null || !ReedSolomon.restore(blocks, group.rows)) {
      return;
    }
    groups.put(key, Group.OVER);
    List<byte[]> whole = new ArrayList<>(count);
    for (byte[] block : blocks) {
      if (block != null) {
        whole.add(block);
      }
    }
    if (about.isChain(whole, engine.workspace.digests)) {
      for (int place : lost) {
        byte[] made =
            about
                .piece(about.firstIndex() + place, whole.get(place), like)
                .toBytes(engine.workspace.digests);
        Frame frame = new Frame();
        if (frame.read(made, 0, made.length)) {
          engine.spreading.publish(frame, from);
        }
      }
    }
  }

  private static List<Integer> lost(byte[] @Nullable [] blocks) {
    List<Integer> lost = new ArrayList<>();
    for (int place = 0; place < blocks.length; place++) {
      if (blocks[place] == null) {
        lost.add(place);
      }
    }
    return lost;
  }
}
