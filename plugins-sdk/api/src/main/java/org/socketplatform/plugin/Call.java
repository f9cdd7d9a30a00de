package org.socketplatform.plugin;

/**
 * One call on its way to a plugin: the same whether a page, a worker, a backend or a test made it.
 *
 * @param route name of the route in lower case, such as {@code fs.stat}
 * @param params what stands behind the {@code ?}
 * @param body the bytes that came along
 * @param caller who calls
 * @param cancellation tells that the answer is not wanted any more
 * @param deadline until when the answer is wanted
 * @param checked what the router made of the parameters
 */
public record Call(
    String route,
    Params params,
    Body body,
    Caller caller,
    Cancellation cancellation,
    Deadline deadline,
    Checked checked) {
  /** A call without a deadline that the router has not seen yet. */
  public Call(String route, Params params, Body body, Caller caller, Cancellation cancellation) {
    this(route, params, body, caller, cancellation, Deadline.NONE, Checked.NOTHING);
  }

  /** The same call with its parameters checked; used by the router. */
  public Call with(Checked parameters) {
    return new Call(route, params, body, caller, cancellation, deadline, parameters);
  }

  /** See {@link Checked#path}. */
  public ScopedPath path(String param) {
    return checked.path(param);
  }

  /** See {@link Checked#host}. */
  public HostAndPort host(String param) {
    return checked.host(param);
  }

  /** See {@link Checked#program}. */
  public CommandLine program(String param) {
    return checked.program(param);
  }

  /** See {@link Checked#value}. */
  public ValueReader value(String param) {
    return checked.value(param);
  }
}
