package org.socketplatform.router.api;

/**
 * What became of the calls to a route since the router started.
 *
 * @param route its name
 * @param served true if a plugin offers it now
 * @param calls those that a plugin answered, failures among them
 * @param failures those that ended with a failure
 * @param refusals those that the access rules let nobody answer; not among the calls
 * @param latency how long the calls took
 */
public record RouteStatistics(
    String route, boolean served, long calls, long failures, long refusals, Latency latency) {}
