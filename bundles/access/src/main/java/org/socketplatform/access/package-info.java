/** Who may do what: the grants of an app's {@code socket.ini}, applied to calls. */
@Export
@Version("1.0.0")
@NullMarked
package org.socketplatform.access;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
