/**
 * What the benchmarks call: an ordinary plugin, so that what is measured is what any plugin gets.
 */
@NullMarked
package org.socketplatform.probe;

import org.jspecify.annotations.NullMarked;
