package org.socketplatform.plugin;

/**
 * A host that the caller may talk to.
 *
 * @param host a name in lower case without a dot at the end, or an address without brackets
 * @param port 0 to 65535; 0 stands for any where a port is chosen by the system
 */
public record HostAndPort(String host, int port) {
  public HostAndPort {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("A host must not be empty");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("A port is 0 to 65535, not " + port);
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
