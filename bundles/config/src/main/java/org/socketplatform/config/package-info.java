/**
 * What an app says about itself: {@code socket.ini}, and the folders that the system has for it.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.socketplatform.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
