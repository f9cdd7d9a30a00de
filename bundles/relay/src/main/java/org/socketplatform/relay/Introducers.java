package org.socketplatform.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.socketplatform.plugin.Settings;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;

/**
 * The introducers that an app begins with: {@code introducers[] = "ID@HOST:PORT"} under {@code
 * [network]} in {@code socket.ini}. What cannot be understood is left out, and the log says so.
 */
final class Introducers {
  private static final System.Logger LOG = System.getLogger(Introducers.class.getName());
  private static final String KEY = "network.introducers";
  private static final Pattern PATTERN =
      Pattern.compile("([0-9a-fA-F]{64})@([0-9.]+):([0-9]{1,5})");

  private Introducers() {}

  static List<Contact> of(Settings settings) {
    List<Contact> introducers = new ArrayList<>();
    for (String text : settings.list(KEY)) {
      Optional<Contact> introducer = parse(text);
      introducer.ifPresent(introducers::add);
      if (introducer.isEmpty()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} in socket.ini: an introducer is ID@HOST:PORT, an id of 64 hexadecimal digits and"
                + " an IPv4 address: ''{1}''",
            KEY,
            text);
      }
    }
    return introducers;
  }

  private static Optional<Contact> parse(String text) {
    Matcher parts = PATTERN.matcher(text);
    long endpoint =
        parts.matches()
            ? Endpoint.parse(parts.group(2), Integer.parseInt(parts.group(3)))
            : Endpoint.NONE;
    return endpoint == Endpoint.NONE
        ? Optional.empty()
        : Optional.of(new Contact(Id.ofHex(parts.group(1)), endpoint, NatType.UNRESTRICTED, true));
  }
}
