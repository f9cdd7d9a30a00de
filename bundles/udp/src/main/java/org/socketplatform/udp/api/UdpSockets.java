package org.socketplatform.udp.api;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens UDP sockets. An OSGi service, and outside of a framework a provider of {@link
 * java.util.ServiceLoader}; whoever asks for it is trusted, and no access rule is applied. When the
 * service goes, the sockets that it opened are closed, and their receivers are told. Safe for use
 * by many threads.
 */
@ProviderType
public interface UdpSockets {
  /**
   * Opens a socket and binds it. It receives from when {@link UdpSocket#receive} was called; what
   * arrives before waits in the buffer of the kernel.
   *
   * @throws java.net.BindException if the address is taken, or is none of this host
   * @throws IOException if the system has no more sockets or refuses an option
   */
  UdpSocket open(UdpOptions options) throws IOException;
}
