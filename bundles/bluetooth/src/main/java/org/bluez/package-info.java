/** Errors under the names that BlueZ has for them. */
@NullMarked
package org.bluez;

import org.jspecify.annotations.NullMarked;
