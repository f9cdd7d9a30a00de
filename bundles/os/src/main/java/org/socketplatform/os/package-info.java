@NullMarked
package org.socketplatform.os;

import org.jspecify.annotations.NullMarked;
