/** Bluetooth Low Energy without a page: what providers implement, and links for packets. */
@Export
@NullMarked
@Version("1.0.0")
package org.socketplatform.bluetooth.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
