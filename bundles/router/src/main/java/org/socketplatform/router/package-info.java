@NullMarked
package org.socketplatform.router;

import org.jspecify.annotations.NullMarked;
