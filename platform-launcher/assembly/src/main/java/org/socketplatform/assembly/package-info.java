/** Makes the folder that the platform runs from: what the features name, flat and unsigned. */
@NullMarked
package org.socketplatform.assembly;

import org.jspecify.annotations.NullMarked;
