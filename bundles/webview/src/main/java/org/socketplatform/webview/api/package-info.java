/** Windows beside those of the app. */
@Export
@Version("1.0.0")
@NullMarked
package org.socketplatform.webview.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
