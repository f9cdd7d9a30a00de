package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.crypto.AgreementKeys;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.crypto.Handshake;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.wire.PacketType;
import org.socketplatform.relay.protocol.wire.SessionPacket;

/**
 * Sessions of two members, whose keys nobody else has and which are gone after ten minutes: Noise's
 * XX handshake with the key of the subcluster as the shared one. The peer that has something to say
 * asks; what it says waits, within bounds, and goes the way of all members if no answer comes.
 *
 * <p>The peer that asked sends the handshake's last message along with all that it sends until it
 * hears that it was understood, so nothing is lost if datagrams overtake each other.
 */
final class Sessions {
  /** What became of a message. */
  enum Outcome {
    /** It was sent, or waits for the session. */
    TAKEN,
    /** Too much waits already: it is not sent. */
    REFUSED,
    /** There is no way to have a session with that peer. */
    IMPOSSIBLE
  }

  private static final byte[] DOMAIN = "SRP6 session 1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};
  private static final int MAX_HOPS = 16;
  private static final int MOST_SESSIONS = 256;
  private static final int MOST_DIALOGS = 256;
  private static final int MOST_ANSWERED = 64;
  private static final int MOST_WAITING = 64;
  private static final int MOST_WAITING_BYTES = 32 << 20;
  private static final int MOST_UNCONFIRMED = 64;
  private static final int MOST_REMEMBERED = 32_768;
  private static final long REMEMBERED_MILLIS = 86_400_000;
  private static final int[] ASK_MILLIS = {300, 600, 1200, 900};
  private static final int[] BEGIN_MILLIS = {300, 600, 1200, 2400};
  private static final int ANSWERED_MILLIS = 10_000;
  private static final int REFUSED_MILLIS = 300_000;
  private static final int RENEW_MILLIS = 300_000;
  private static final long RENEW_PACKETS = 1L << 20;
  private static final int LAST_USE_MILLIS = 570_000;
  static final int END_MILLIS = 600_000;
  private static final int ANSWER_MILLIS = 100;
  private static final int SILENCE_MILLIS = 2000;

  private record Pair(Id peer, Id subcluster) {}

  private final Engine engine;
  private final boolean passes;
  private final boolean isOn;
  private final Map<Pair, Dialog> dialogs = new LinkedHashMap<>(2);
  private final Map<Long, Opening> asked = new LinkedHashMap<>(2);
  private final Map<Long, Opening> answered = new LinkedHashMap<>(2);
  private final Map<Long, Session> sessions = new LinkedHashMap<>(2);
  private final Generations seen = new Generations(MOST_REMEMBERED, REMEMBERED_MILLIS);
  private final Parcels parcels = new Parcels();
  private @Nullable AgreementKeys keys;
  private int waitingBytes;

  Sessions(Engine engine) {
    this.engine = engine;
    passes = engine.has(Feature.SESSIONS);
    isOn = passes && engine.options.peerId().isEmpty();
  }

  /** Whether this peer has sessions: its id must be the hash of its key. */
  boolean isOn() {
    return isOn;
  }

  private AgreementKeys keys() {
    AgreementKeys own = keys;
    if (own == null) {
      own = AgreementKeys.of(engine.signing);
      keys = own;
    }
    return own;
  }

  private static byte[] prologue(GroupKeys group, Id answers) {
    return ByteBuffer.allocate(DOMAIN.length + 2 * Id.BYTES)
        .put(DOMAIN)
        .put(group.subclusterId().toBytes())
        .put(answers.toBytes())
        .array();
  }

  private Dialog dialog(Id peer, GroupKeys group) {
    Pair pair = new Pair(peer, group.subclusterId());
    Dialog dialog = dialogs.remove(pair);
    if (dialog == null) {
      dialog = new Dialog(peer, group);
      if (dialogs.size() >= MOST_DIALOGS) {
        Dialog eldest = dialogs.values().iterator().next();
        giveUp(eldest);
        end(eldest);
      }
    }
    dialogs.put(pair, dialog);
    return dialog;
  }

  private long newNumber() {
    long number = engine.random.nextLong();
    return sessions.containsKey(number) || asked.containsKey(number) || answered.containsKey(number)
        ? newNumber()
        : number;
  }

  // Sending

  /**
   * Sends a message by a session, now or when there is one.
   *
   * @param otherwise sends it in another way if there will be none; null if that must not be
   */
  Outcome send(Known to, GroupKeys group, int kind, byte[] bytes, @Nullable Runnable otherwise) {
    if (!isOn || !to.sessions) {
      return Outcome.IMPOSSIBLE;
    }
    Dialog dialog = dialog(to.id, group);
    Session session = dialog.session;
    if (session != null && session.isConfirmed() && isUsable(session)) {
      send(session, kind, bytes);
      return Outcome.TAKEN;
    }
    boolean isUnderWay = dialog.opening != null || (session != null && isUsable(session));
    if (!isUnderWay && engine.now < dialog.refusedUntil) {
      return Outcome.IMPOSSIBLE;
    }
    if (dialog.waiting.size() >= MOST_WAITING
        || (!dialog.waiting.isEmpty() && waitingBytes + bytes.length > MOST_WAITING_BYTES)) {
      return Outcome.REFUSED;
    }
    dialog.waiting.add(new Dialog.Waiting(kind, bytes, otherwise));
    waitingBytes += bytes.length;
    if (!isUnderWay) {
      ask(dialog);
    } else if (session != null && dialog.opening == null) {
      sendWaiting(session);
    }
    return Outcome.TAKEN;
  }

  private boolean isUsable(Session session) {
    return engine.now - session.begun < LAST_USE_MILLIS;
  }

  private void send(Session session, int kind, byte[] bytes) {
    int message = session.nextMessage();
    for (int place = 0; place < Parcels.pieces(bytes.length); place++) {
      send(session, session.seal(Parcels.piece(kind, message, bytes, place)));
    }
    boolean isOld = engine.now - session.begun > RENEW_MILLIS || session.sealed() > RENEW_PACKETS;
    if (isOld && session.dialog.opening == null && engine.now >= session.dialog.refusedUntil) {
      ask(session.dialog);
    }
    if (session.isConfirmed() && !session.waits) {
      session.waits = true;
      long since = engine.now;
      engine.timers.at(engine.now + SILENCE_MILLIS, () -> expectLife(session, since));
    }
  }

  /** The other peer answers what it gets; one that does not has lost the session. */
  private void expectLife(Session session, long since) {
    session.waits = false;
    if (session.lastHeard < since && session.dialog.session == session) {
      retire(session.dialog);
    }
  }

  /** Sends nothing more in a session, which may still bring something. */
  private void retire(Dialog dialog) {
    if (dialog.previous != null) {
      end(dialog.previous);
    }
    dialog.previous = dialog.session;
    dialog.session = null;
  }

  private void send(Session session, byte[] packet) {
    session.lastSent = engine.now;
    Known known = engine.table.get(session.dialog.peer());
    if (known != null && isReached(known)) {
      send(Streams.socket(known), known.route(), packet);
    } else {
      send(session.socket, session.endpoint, packet);
    }
  }

  private void send(int socket, long to, byte[] packet) {
    engine.sender.send(socket, to, ByteBuffer.wrap(packet));
  }

  private static boolean isReached(Known known) {
    return known.connected || known.proxy != Endpoint.NONE;
  }

  /** Sends what waits, as much as may be sent before the other peer has the keys. */
  private void sendWaiting(Session session) {
    Dialog dialog = session.dialog;
    for (Dialog.Waiting next = dialog.waiting.peek(); next != null; next = dialog.waiting.peek()) {
      int pieces = Parcels.pieces(next.bytes.length);
      if (!session.isConfirmed() && session.unconfirmed().size() + pieces > MOST_UNCONFIRMED) {
        return;
      }
      dialog.waiting.remove();
      waitingBytes -= next.bytes.length;
      send(session, next.kind, next.bytes);
    }
  }

  /** There will be no session: what waits goes another way, if it may. */
  private void giveUp(Dialog dialog) {
    dialog.refusedUntil = engine.now + REFUSED_MILLIS;
    List<Dialog.Waiting> left = new ArrayList<>(dialog.waiting);
    forgetWaiting(dialog);
    for (Dialog.Waiting each : left) {
      if (each.otherwise != null) {
        each.otherwise.run();
      }
    }
  }

  private void forgetWaiting(Dialog dialog) {
    for (Dialog.Waiting each : dialog.waiting) {
      waitingBytes -= each.bytes.length;
    }
    dialog.waiting.clear();
  }

  // The handshake

  private void ask(Dialog dialog) {
    long number = newNumber();
    Handshake handshake =
        dialog
            .group()
            .handshake(true, prologue(dialog.group(), dialog.peer()), keys(), engine.random);
    byte[] first = Objects.requireNonNull(handshake.write(engine.id.toBytes()));
    byte[] packet =
        SessionPacket.begin(
                PacketType.SESSION_ASK,
                dialog.peer(),
                number,
                SessionPacket.HEADER + SessionPacket.FIRST)
            .put(first)
            .array();
    Opening opening = new Opening(dialog, number, handshake, packet);
    dialog.opening = opening;
    asked.put(number, opening);
    askAgain(opening);
  }

  private void askAgain(Opening opening) {
    Known known = engine.table.get(opening.dialog.peer());
    if (opening.tries == ASK_MILLIS.length || known == null || !isReached(known)) {
      forget(opening);
      giveUp(opening.dialog);
      return;
    }
    send(Streams.socket(known), known.route(), opening.packet);
    long due = engine.now + ASK_MILLIS[opening.tries++];
    opening.timer = engine.timers.at(due, () -> askAgain(opening));
  }

  private void forget(Opening opening) {
    opening.close();
    asked.remove(opening.number, opening);
    if (opening.dialog.opening == opening) {
      opening.dialog.opening = null;
    }
  }

  /** A packet of a session has come. */
  void receive(int type, int socket, long from, byte[] bytes, int length) {
    if (!passes || !engine.isReady() || !SessionPacket.isWhole(type, length)) {
      return;
    }
    if (!engine.id.isAt(bytes, SessionPacket.TO_OFFSET)) {
      pass(from, bytes, length);
    } else if (isOn) {
      switch (type) {
        case PacketType.SESSION_ASK -> answer(socket, from, bytes, length);
        case PacketType.SESSION_ANSWER -> begin(socket, from, bytes, length);
        case PacketType.SESSION_BEGIN -> begun(socket, from, bytes, length);
        default -> {
          Session session = sessions.get(SessionPacket.number(bytes));
          if (session != null) {
            take(session, socket, from, bytes, SessionPacket.HEADER, length);
          }
        }
      }
    }
  }

  /** Passes a packet on to a peer that is known. */
  private void pass(long from, byte[] bytes, int length) {
    Known known = engine.table.get(Id.at(bytes, SessionPacket.TO_OFFSET));
    int hops = bytes[SessionPacket.HOPS_OFFSET];
    if (known != null
        && isReached(known)
        && known.route() != from
        && hops >= 0
        && hops < MAX_HOPS) {
      bytes[SessionPacket.HOPS_OFFSET] = (byte) (hops + 1);
      engine.sender.send(Streams.socket(known), known.route(), ByteBuffer.wrap(bytes, 0, length));
    }
  }

  /**
   * Somebody asks for a session. The same question again is given the same answer for a while, and
   * none later.
   */
  private void answer(int socket, long from, byte[] bytes, int length) {
    byte[] first = Arrays.copyOfRange(bytes, SessionPacket.HEADER, length);
    long name = engine.workspace.digests.sha256(first).prefix();
    for (Opening before : answered.values()) {
      if (before.name == name) {
        send(socket, from, before.packet);
        return;
      }
    }
    if (seen.contains(name, engine.now)) {
      return;
    }
    for (GroupKeys group : engine.groups.values()) {
      Handshake handshake =
          group.handshake(false, prologue(group, engine.id), keys(), engine.random);
      byte[] asks = handshake.read(first);
      Opening opening =
          asks == null
              ? null
              : answer(group, handshake, Id.of(asks), SessionPacket.number(bytes), from);
      if (opening == null) {
        handshake.close();
      } else {
        seen.add(name, engine.now);
        opening.name = name;
        send(socket, from, opening.packet);
        return;
      }
    }
  }

  private @Nullable Opening answer(
      GroupKeys group, Handshake handshake, Id peer, long remoteNumber, long from) {
    Dialog dialog = dialogs.get(new Pair(peer, group.subclusterId()));
    boolean bothAsk = dialog != null && dialog.opening != null;
    if (peer.equals(engine.id)
        || (bothAsk && engine.id.compareTo(peer) < 0)
        || !engine.quotas.takesHandshake(from)) {
      return null;
    }
    byte[] second = handshake.write(engine.signing.publicKey().toBytes());
    if (second == null) {
      return null;
    }
    long number = newNumber();
    byte[] packet =
        SessionPacket.begin(
                PacketType.SESSION_ANSWER,
                peer,
                remoteNumber,
                SessionPacket.HEADER + Long.BYTES + SessionPacket.SECOND)
            .putLong(number)
            .put(second)
            .array();
    Opening opening = new Opening(new Dialog(peer, group), number, handshake, packet);
    opening.remoteNumber = remoteNumber;
    if (answered.size() >= MOST_ANSWERED) {
      forgetAnswered(answered.values().iterator().next());
    }
    answered.put(number, opening);
    opening.timer = engine.timers.at(engine.now + ANSWERED_MILLIS, () -> forgetAnswered(opening));
    return opening;
  }

  private void forgetAnswered(Opening opening) {
    opening.close();
    answered.remove(opening.number, opening);
  }

  /** Whether what somebody has shown makes it a certain peer. */
  private static boolean isBy(Id peer, byte[] shown, Handshake handshake) {
    Id key = Id.of(shown);
    return Names.ofKey(key).equals(peer) && AgreementKeys.belong(key, handshake.remoteKey());
  }

  /** A peer has answered: the session begins. */
  private void begin(int socket, long from, byte[] bytes, int length) {
    Opening opening = asked.get(SessionPacket.number(bytes));
    int at = SessionPacket.HEADER + Long.BYTES;
    byte[] shown =
        opening == null ? null : opening.handshake.read(Arrays.copyOfRange(bytes, at, length));
    if (opening == null || shown == null) {
      return;
    }
    Dialog dialog = opening.dialog;
    byte[] third =
        isBy(dialog.peer(), shown, opening.handshake)
            ? opening.handshake.write(engine.signing.publicKey().toBytes())
            : null;
    if (third == null) {
      forget(opening);
      giveUp(dialog);
      return;
    }
    Session session =
        new Session(
            dialog,
            opening.number,
            SessionPacket.number(bytes, SessionPacket.HEADER),
            Id.of(shown),
            opening.handshake.split(),
            third,
            engine.now);
    forget(opening);
    enter(session, socket, from);
    sendWaiting(session);
    if (session.unconfirmed().isEmpty()) {
      send(session, session.seal(NOTHING));
    }
    insistLater(session, 0);
  }

  private void insistLater(Session session, int tries) {
    engine.timers.at(engine.now + BEGIN_MILLIS[tries], () -> insist(session, tries + 1));
  }

  /** Sends again what the other peer has not shown to have understood. */
  private void insist(Session session, int tries) {
    if (session.isConfirmed()) {
      return;
    }
    if (tries == BEGIN_MILLIS.length) {
      end(session);
      giveUp(session.dialog);
      return;
    }
    for (byte[] packet : session.unconfirmed()) {
      send(session, packet);
    }
    insistLater(session, tries);
  }

  /** A peer whose question was answered has begun the session. */
  private void begun(int socket, long from, byte[] bytes, int length) {
    long number = SessionPacket.number(bytes);
    Session session = sessions.get(number);
    if (session == null) {
      Opening opening = answered.get(number);
      session = opening == null ? null : begun(opening, socket, from, bytes);
    }
    int at = SessionPacket.HEADER + SessionPacket.THIRD;
    if (session != null && take(session, socket, from, bytes, at, length)) {
      sendWaiting(session);
      if (session.lastSent < engine.now) {
        send(session, session.seal(NOTHING));
      }
    }
  }

  private @Nullable Session begun(Opening opening, int socket, long from, byte[] bytes) {
    int at = SessionPacket.HEADER;
    byte[] third = Arrays.copyOfRange(bytes, at, at + SessionPacket.THIRD);
    byte[] shown = opening.handshake.read(third);
    if (shown == null) {
      return null;
    }
    Id peer = opening.dialog.peer();
    Session session = null;
    if (isBy(peer, shown, opening.handshake)) {
      Dialog dialog = dialog(peer, opening.dialog.group());
      session =
          new Session(
              dialog,
              opening.number,
              opening.remoteNumber,
              Id.of(shown),
              opening.handshake.split(),
              null,
              engine.now);
      if (dialog.opening != null) {
        forget(dialog.opening);
      }
      enter(session, socket, from);
    }
    forgetAnswered(opening);
    return session;
  }

  private void enter(Session session, int socket, long from) {
    session.socket = socket;
    session.endpoint = from;
    session.lastHeard = engine.now;
    if (sessions.size() >= MOST_SESSIONS) {
      end(sessions.values().iterator().next());
    }
    Dialog dialog = session.dialog;
    if (dialog.session != null) {
      retire(dialog);
    }
    dialog.session = session;
    dialog.refusedUntil = 0;
    sessions.put(session.number, session);
    engine.timers.at(engine.now + END_MILLIS, () -> end(session));
  }

  // Receiving

  /** Takes what is sealed in a packet from a place on; whether it opens. */
  private boolean take(Session session, int socket, long from, byte[] bytes, int at, int length) {
    byte[] opened = session.open(bytes, at, length);
    if (opened == null) {
      return false;
    }
    if (!session.isConfirmed()) {
      session.confirm();
      sendWaiting(session);
    }
    if (!session.isFirst(SessionPacket.number(bytes, at))) {
      return true;
    }
    session.lastHeard = engine.now;
    session.socket = socket;
    session.endpoint = from;
    Known known = engine.table.get(session.dialog.peer());
    if (known != null && known.proxy != Endpoint.NONE) {
      known.lastHeard = engine.now; // it is heard in no other way
    }
    if (opened.length > 0) {
      answerSoon(session);
      Parcels.Parcel parcel = parcels.add(session.number, opened);
      if (parcel != null) {
        deliver(session, parcel);
      }
    }
    return true;
  }

  private void deliver(Session session, Parcels.Parcel parcel) {
    if (parcel.kind == Streams.MESSAGE) {
      engine.streams.deliver(session, parcel.bytes);
    } else {
      engine.rotation.take(session, parcel.kind, parcel.bytes);
    }
  }

  /** Says something in a session in which something has just come. */
  void answer(Session session, int kind, byte[] bytes) {
    send(session, kind, bytes);
  }

  /** Gives a sign of life, unless something else is sent anyway. */
  private void answerSoon(Session session) {
    if (!session.answers) {
      session.answers = true;
      long since = engine.now;
      engine.timers.at(
          engine.now + ANSWER_MILLIS,
          () -> {
            session.answers = false;
            if (session.lastSent <= since && sessions.containsValue(session)) {
              send(session, session.seal(NOTHING));
            }
          });
    }
  }

  // Ending

  private void end(Session session) {
    if (sessions.remove(session.number, session)) {
      session.close();
      parcels.forget(session.number);
      Dialog dialog = session.dialog;
      dialog.session = dialog.session == session ? null : dialog.session;
      dialog.previous = dialog.previous == session ? null : dialog.previous;
    }
  }

  private void end(Dialog dialog) {
    dialogs.remove(new Pair(dialog.peer(), dialog.group().subclusterId()), dialog);
    forgetWaiting(dialog);
    if (dialog.opening != null) {
      forget(dialog.opening);
    }
    if (dialog.session != null) {
      end(dialog.session);
    }
    if (dialog.previous != null) {
      end(dialog.previous);
    }
  }

  /** A peer is gone, and what this one had with it. */
  void forget(Id peer) {
    for (Dialog dialog : new ArrayList<>(dialogs.values())) {
      if (dialog.peer().equals(peer)) {
        end(dialog);
      }
    }
  }

  /** This peer leaves a subcluster. */
  void leave(GroupKeys group) {
    for (Dialog dialog : new ArrayList<>(dialogs.values())) {
      if (dialog.group() == group) {
        end(dialog);
      }
    }
    for (Opening opening : new ArrayList<>(answered.values())) {
      if (opening.dialog.group() == group) {
        forgetAnswered(opening);
      }
    }
  }

  /** Ends everything. */
  void stop() {
    new ArrayList<>(dialogs.values()).forEach(this::end);
    new ArrayList<>(answered.values()).forEach(this::forgetAnswered);
    if (keys != null) {
      keys.close();
      keys = null;
    }
  }

  /** How many sessions there are whose keys are not wiped. */
  int size() {
    return sessions.size();
  }
}
