/** The real bundles in the real framework, without a window. */
@NullMarked
package org.socketplatform.itest.bundles;

import org.jspecify.annotations.NullMarked;
