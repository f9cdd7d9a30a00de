/** What the router did, to look at: counters, latencies, recent calls and swaps. */
@Export
@Version("1.0.0")
@NullMarked
package org.socketplatform.router.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
