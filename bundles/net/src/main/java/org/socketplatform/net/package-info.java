/** Connections, servers and TLS, for {@code socket:net}, {@code socket:tls} and HTTP servers. */
@NullMarked
package org.socketplatform.net;

import org.jspecify.annotations.NullMarked;
