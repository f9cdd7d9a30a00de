package org.socketplatform.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The name servers that this host is set up with ({@code resolv.conf(5)}). */
final class NameServers {
  static final int PORT = 53;

  private static final String KEY = "nameserver";

  private NameServers() {}

  /** Those of a file, as they are now; the one of this host if none is named. */
  static List<InetSocketAddress> of(Path file) {
    List<InetSocketAddress> servers = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length > 1 && words[0].equals(KEY)) {
          add(servers, words[1]);
        }
      }
    } catch (IOException e) {
      // then there are none
    }
    if (servers.isEmpty()) {
      servers.add(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT));
    }
    return servers;
  }

  private static void add(List<InetSocketAddress> servers, String address) {
    try {
      servers.add(new InetSocketAddress(InetAddress.ofLiteral(address), PORT));
    } catch (IllegalArgumentException e) {
      // the system ignores it, too
    }
  }
}
