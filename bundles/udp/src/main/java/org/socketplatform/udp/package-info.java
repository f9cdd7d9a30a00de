@NullMarked
package org.socketplatform.udp;

import org.jspecify.annotations.NullMarked;
