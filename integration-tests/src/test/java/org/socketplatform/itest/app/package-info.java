/** Apps in real windows, started as people start them. */
@NullMarked
package org.socketplatform.itest.app;

import org.jspecify.annotations.NullMarked;
