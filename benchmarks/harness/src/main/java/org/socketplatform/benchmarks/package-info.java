/** Measures the platform beside its floor, both in the same run, and prints tables and figures. */
@NullMarked
package org.socketplatform.benchmarks;

import org.jspecify.annotations.NullMarked;
