@NullMarked
package org.socketplatform.access;

import org.jspecify.annotations.NullMarked;
