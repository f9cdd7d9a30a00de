@NullMarked
package org.socketplatform.dns;

import org.jspecify.annotations.NullMarked;
