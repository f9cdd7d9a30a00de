/** Runs plugins that are not trusted in processes of their own. */
@Export
@Version("1.0.0")
@NullMarked
package org.socketplatform.pluginhost.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
