/** Programs that the app starts: children of pages, and backends. */
@NullMarked
package org.socketplatform.process;

import org.jspecify.annotations.NullMarked;
