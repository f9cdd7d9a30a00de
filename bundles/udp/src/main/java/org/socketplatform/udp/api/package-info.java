/** UDP for other bundles: many sockets, few threads, nothing allocated for each packet. */
@Export
@Version("1.0.0")
@NullMarked
package org.socketplatform.udp.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
