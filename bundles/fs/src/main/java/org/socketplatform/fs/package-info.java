@NullMarked
package org.socketplatform.fs;

import org.jspecify.annotations.NullMarked;
