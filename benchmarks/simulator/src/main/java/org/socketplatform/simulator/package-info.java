/** Runs the real engine of Stream Relay in virtual time, behind simulated NATs. */
@NullMarked
package org.socketplatform.simulator;

import org.jspecify.annotations.NullMarked;
