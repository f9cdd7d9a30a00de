package org.socketplatform.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.socketplatform.relay.LivePeer;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.udp.api.UdpSockets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ssc peer}: one peer of Stream Relay without a window. */
@Command(
    name = "peer",
    description = {
      "Runs one peer of Stream Relay without a window. Lines on standard input are commands:",
      "",
      "  emit SHARED EVENT TEXT     publish a text in the subcluster of the key SHARED",
      "  large SHARED EVENT BYTES   publish so many bytes of random data",
      "  stream SHARED EVENT TEXT   send a text to the members that are known",
      "  offer SHARED NEXT [ID...]  offer the members, or some alone, the key that is to follow",
      "  query HEX                  ask the network for a packet by its id",
      "  info | peers | cache       show the peer, the peers that it knows, or how much it holds",
      "  close                      say good-bye and end; so does the end of the input"
    })
final class PeerCommand implements Runnable {
  private static final int ANY_PORT = 0;
  private static final Pattern CONTACT =
      Pattern.compile("([0-9a-fA-F]{64})@([0-9.]+):([0-9]{1,5})/([0-9]{1,3})");

  private final Session session;
  private final InputStream in;

  @Option(names = "--port", paramLabel = "PORT", description = "the main port; without it, any")
  private int port = ANY_PORT;

  @Option(
      names = "--probe-port",
      paramLabel = "PORT",
      description = "the port that helps to find out how the peer is reached; without it, any")
  private int probePort = ANY_PORT;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "the IPv4 address that others see, if it is known; an introducer needs it")
  private Optional<String> address = Optional.empty();

  @Option(names = "--cluster", paramLabel = "NAME", description = "the name of the app's cluster")
  private String cluster = "socket";

  @Option(
      names = "--join",
      paramLabel = "SHARED",
      description = "a subcluster to be in, by the text of its key; may be repeated")
  private List<String> joined = new ArrayList<>();

  @Option(
      names = "--signing-seed",
      paramLabel = "TEXT",
      description = "makes the peer's key, and so its id; without it, a new one")
  private Optional<String> signingSeed = Optional.empty();

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      description =
          "keeps the peer's key in a file, which is made if there is none; its passphrase is in"
              + " SSC_IDENTITY_PASSPHRASE, or asked for")
  private Optional<Path> identity = Optional.empty();

  @Option(
      names = "--introducer",
      paramLabel = "ID@HOST:PORT",
      description = "an introducer to begin with; may be repeated")
  private List<String> introducers = new ArrayList<>();

  @Option(
      names = "--known",
      paramLabel = "ID@HOST:PORT/NAT",
      description = "another peer that is known; may be repeated")
  private List<String> known = new ArrayList<>();

  @Option(
      names = "--event",
      paramLabel = "NAME",
      description =
          "an event to be told by name, since packets have only its hash; may be repeated")
  private List<String> events = new ArrayList<>();

  @Option(names = "--indexed", description = "be an introducer")
  private boolean indexed;

  @Option(
      names = "--nat",
      paramLabel = "TYPE",
      description = "how the peer is reached, if it is known: 31, 29, 15, 13, 7 or 5")
  private Optional<Integer> nat = Optional.empty();

  @Option(names = "--json", description = "write events as lines of JSON")
  private boolean json;

  PeerCommand(Session session, InputStream in) {
    this.session = session;
    this.in = in;
  }

  @Override
  public void run() {
    PeerOptions options = options();
    List<Contact> contacts = contacts();
    byte[] seed = seed();
    PeerLog log = new PeerLog(session.out(), json);
    events.forEach(log::knowEvent);
    try (LivePeer peer =
        LivePeer.open(
            sockets(),
            InetAddress.ofLiteral("0.0.0.0"),
            port,
            probePort,
            options,
            seed,
            log::event)) {
      PeerConsole console = new PeerConsole(peer, log);
      console.begin(contacts, joined);
      console.obey(in);
    } catch (IOException e) {
      throw new CommandException("cannot open the ports of the peer: " + e.getMessage());
    }
  }

  private byte[] seed() {
    if (identity.isPresent() && signingSeed.isPresent()) {
      throw new CommandException("--identity and --signing-seed both make the key; give one");
    }
    return identity
        .map(file -> new Identity(session, file).seed())
        .or(() -> signingSeed.map(SharedKeys::ofText))
        .orElseGet(() -> SharedKeys.random(new SecureRandom()));
  }

  private static UdpSockets sockets() {
    return ServiceLoader.load(UdpSockets.class)
        .findFirst()
        .orElseThrow(() -> new CommandException("the platform was built without UDP"));
  }

  private PeerOptions options() {
    PeerOptions options = PeerOptions.of(Names.of(cluster));
    long seenAt = address.map(this::endpoint).orElse(Endpoint.NONE);
    if (indexed && seenAt == Endpoint.NONE) {
      throw new CommandException("an introducer needs --address and --port");
    }
    if (nat.isPresent() && seenAt == Endpoint.NONE) {
      throw new CommandException("--nat needs --address and --port as well");
    }
    if (indexed) {
      return options.asIntroducer(seenAt);
    }
    return nat.map(type -> options.seenAt(seenAt, natType(type))).orElse(options);
  }

  private long endpoint(String host) {
    long endpoint = Endpoint.parse(host, port);
    if (endpoint == Endpoint.NONE) {
      throw new CommandException(
          "--address needs an IPv4 address such as 192.0.2.1, and --port with it: " + host);
    }
    return endpoint;
  }

  private List<Contact> contacts() {
    List<Contact> contacts = new ArrayList<>();
    introducers.forEach(text -> contacts.add(contact(text + "/31", true)));
    known.forEach(text -> contacts.add(contact(text, false)));
    return contacts;
  }

  private static Contact contact(String text, boolean isIndexed) {
    Matcher parts = CONTACT.matcher(text);
    long endpoint =
        parts.matches()
            ? Endpoint.parse(parts.group(2), Integer.parseInt(parts.group(3)))
            : Endpoint.NONE;
    if (endpoint == Endpoint.NONE) {
      throw new CommandException(
          "a peer is named as ID@HOST:PORT, with /NAT if it is no introducer; the id has 64"
              + " hexadecimal digits and the host is an IPv4 address: "
              + text);
    }
    return new Contact(
        Id.ofHex(parts.group(1)), endpoint, natType(Integer.parseInt(parts.group(4))), isIndexed);
  }

  private static NatType natType(int bits) {
    NatType type = NatType.of(bits);
    if (!type.isKnown()) {
      throw new CommandException("a NAT type is 31, 29, 15, 13, 7 or 5, not " + bits);
    }
    return type;
  }
}
