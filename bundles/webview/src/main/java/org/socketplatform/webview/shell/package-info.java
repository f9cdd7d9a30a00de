/** What the platform needs of an engine: the seam behind which each operating system differs. */
@NullMarked
package org.socketplatform.webview.shell;

import org.jspecify.annotations.NullMarked;
