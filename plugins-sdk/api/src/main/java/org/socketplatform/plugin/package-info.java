/** The contract between the router, the ways in and every plugin; it depends on the JDK only. */
@Export
@Version("1.0.0")
@NullMarked
package org.socketplatform.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
