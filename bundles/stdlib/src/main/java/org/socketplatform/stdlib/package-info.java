@NullMarked
package org.socketplatform.stdlib;

import org.jspecify.annotations.NullMarked;
