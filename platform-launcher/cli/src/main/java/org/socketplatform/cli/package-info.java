/** The commands behind {@code ssc} that are more than a start: plugins, keys, permissions. */
@NullMarked
package org.socketplatform.cli;

import org.jspecify.annotations.NullMarked;
