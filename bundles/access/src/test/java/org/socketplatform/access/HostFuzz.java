package org.socketplatform.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;

/**
 * A page asks for any host. What is granted must be granted too in the eyes of the JDK's parsers of
 * addresses, the lenient one included; what they take for an address must never pass for a name.
 */
public final class HostFuzz {
  private static final String ORIGIN = "socket://com.example.app";
  private static final Route SEND =
      new Route("udp.send", "udp:send", List.of(new Scope.Host("to", "udp:send")), _ -> Reply.ok());
  private static final AccessRules RULES =
      AccessRules.of(
          Ini.of(
              "capabilities.udp.send = *.example.com:443",
              "capabilities.udp.send = 10.0.0.0/8:1024-2047",
              "capabilities.udp.send = [fd00::]/8:53",
              "capabilities.udp.deny = 10.9.0.0/16:*",
              "capabilities.udp.deny = private.example.com:*"),
          ORIGIN,
          Map.of(),
          "");

  private static final String[] PARTS = {
    "10",
    "9",
    "0",
    "127",
    "1",
    "255",
    "256",
    "010",
    "0x0a",
    "0XA",
    "08",
    "167772161",
    ".",
    ".",
    ".",
    ":",
    "::",
    "fd00",
    "ffff",
    "FFFF",
    "[",
    "]",
    "%",
    "eth0",
    "/",
    "example",
    "com",
    "private",
    ".example.com",
    "xn--",
    "bcher-kva",
    "\u3002",
    "\uff11",
    "\uff10",
    "\uff0e",
    "\u00fc",
    "\u00df",
    "\u200d",
    "\u0130",
    "-",
    "_",
    "*",
    "@",
    "#",
    "?",
    " ",
    "\0",
    "\u2460",
    "\u2100",
  };

  private HostFuzz() {}

  /** Called by Jazzer, and by {@link FuzzTest}. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Choices choices = new Choices(bytes);
    StringBuilder text = new StringBuilder(choices.below(4) == 0 ? "[" : "");
    for (int i = choices.below(12); i > 0; i--) {
      text.append(choices.oneOf(PARTS));
    }
    if (choices.below(3) == 0) {
      text.append(choices.text(20));
    }
    text.append(choices.oneOf("", "]"))
        .append(choices.oneOf(":443", ":1024", ":2047", ":53", ":0", ""));
    if (choices.below(8) == 0) {
      text.setLength(0);
      text.append(choices.rest());
    }
    check(text.toString());
  }

  private static void check(String text) {
    Decision decision =
        RULES.decide(new Caller(0, ORIGIN, Caller.Kind.PAGE), SEND, Params.of(Map.of("to", text)));
    HostAndPort value;
    try {
      value = HostName.parse(text);
    } catch (IllegalArgumentException e) {
      require(!(decision instanceof Decision.Allowed), text, "was not understood, but allowed");
      return;
    }
    require(
        HostName.parse(value.toString()).equals(value), text, "is not its own spelling: " + value);
    @Nullable InetAddress address = strict(value.host());
    require((decision instanceof Decision.Allowed) == isGranted(value, address), text, "" + value);
    if (address == null) {
      requireName(value.host(), text);
    } else {
      @Nullable InetAddress asked = strict(text.substring(0, text.lastIndexOf(':')));
      require(
          asked == null || withoutZone(asked).equals(withoutZone(address)), text, "is " + asked);
    }
  }

  /** The rules, written once more with the JDK's idea of an address. */
  private static boolean isGranted(HostAndPort value, @Nullable InetAddress address) {
    if (address == null) {
      return value.port() == 443
          && value.host().endsWith(".example.com")
          && !value.host().equals("private.example.com");
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address
        ? bytes[0] == 10 && bytes[1] != 9 && value.port() >= 1024 && value.port() <= 2047
        : (bytes[0] & 0xff) == 0xfd && value.port() == 53;
  }

  private static void requireName(String name, String text) {
    require(name.matches("[a-z0-9_.-]+"), text, "is a name with strange characters: " + name);
    require(!name.startsWith(".") && !name.endsWith("."), text, "has an empty label: " + name);
    try {
      InetAddress address = Inet4Address.ofPosixLiteral(name);
      throw new AssertionError(text + " passed for a name, but some take it for " + address);
    } catch (IllegalArgumentException e) {
      // It is no address for the most lenient of parsers.
    }
  }

  private static @Nullable InetAddress strict(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    int percent = bare.indexOf('%');
    try {
      return InetAddress.ofLiteral(percent < 0 ? bare : bare.substring(0, percent));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String withoutZone(InetAddress address) {
    String text = address.getHostAddress();
    int percent = text.indexOf('%');
    return percent < 0 ? text : text.substring(0, percent);
  }

  private static void require(boolean holds, String text, String why) {
    if (!holds) {
      throw new AssertionError("'" + text + "' " + why);
    }
  }
}
