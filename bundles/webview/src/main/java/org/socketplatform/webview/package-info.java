@NullMarked
package org.socketplatform.webview;

import org.jspecify.annotations.NullMarked;
