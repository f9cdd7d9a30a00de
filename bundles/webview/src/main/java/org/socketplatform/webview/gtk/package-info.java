/** The engine on Linux: WebKitGTK inside SWT's GTK widgets, reached through the FFM API. */
@NullMarked
package org.socketplatform.webview.gtk;

import org.jspecify.annotations.NullMarked;
