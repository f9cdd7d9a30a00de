package org.socketplatform.router.api;

import java.time.Duration;
import java.time.Instant;
import org.socketplatform.plugin.Caller;

/**
 * A call that was answered.
 *
 * @param ended when
 * @param route where to
 * @param caller who made it
 * @param outcome {@code ok}, or the code of the failure
 * @param took from the router's entry to its exit
 */
public record FinishedCall(
    Instant ended, String route, Caller caller, String outcome, Duration took) {}
