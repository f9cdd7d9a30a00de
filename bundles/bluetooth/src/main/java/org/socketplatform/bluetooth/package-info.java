@NullMarked
package org.socketplatform.bluetooth;

import org.jspecify.annotations.NullMarked;
