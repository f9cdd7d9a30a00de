/**
 * What the platform holds for this app. What it does not have, such as the loops of the original, counts nothing.
 * @module diagnostics/runtime
 */
import { request } from '../ipc.js'

class Handles {
  count = 0
  /** @type {string[]} */
  ids = []
}

/** Things that are held. */
export class Diagnostic {
  static Handles = Handles
  handles = new Handles()
}

class Metrics {
  loopCount = 0
  events = 0
  eventsWaiting = 0
}

/** The loop of events. */
export class UVDiagnostic extends Diagnostic {
  static Metrics = Metrics
  metrics = new Metrics()
  idleTime = 0
  activeRequests = 0
}

/** Replies that wait to be fetched. */
export class PostsDiagnostic extends Diagnostic {}

/** Child processes. */
export class ChildProcessDiagnostic extends Diagnostic {}

/** Language models. */
export class AIDiagnostic extends Diagnostic {
  static LLMDiagnostic = class LLMDiagnostic extends Diagnostic {}
  llm = new AIDiagnostic.LLMDiagnostic()
}

/** Open files. */
export class FSDiagnostic extends Diagnostic {
  static WatchersDiagnostic = class WatchersDiagnostic extends Diagnostic {}
  static DescriptorsDiagnostic = class DescriptorsDiagnostic extends Diagnostic {}
  watchers = new FSDiagnostic.WatchersDiagnostic()
  descriptors = new FSDiagnostic.DescriptorsDiagnostic()
}

/** Timers. */
export class TimersDiagnostic extends Diagnostic {
  static TimeoutDiagnostic = class TimeoutDiagnostic extends Diagnostic {}
  static IntervalDiagnostic = class IntervalDiagnostic extends Diagnostic {}
  static ImmediateDiagnostic = class ImmediateDiagnostic extends Diagnostic {}
  timeout = new TimersDiagnostic.TimeoutDiagnostic()
  interval = new TimersDiagnostic.IntervalDiagnostic()
  immediate = new TimersDiagnostic.ImmediateDiagnostic()
}

/** Sockets for datagrams. */
export class UDPDiagnostic extends Diagnostic {}

/** All of it. */
export class QueryDiagnostic {
  posts = new PostsDiagnostic()
  childProcess = new ChildProcessDiagnostic()
  ai = new AIDiagnostic()
  fs = new FSDiagnostic()
  timers = new TimersDiagnostic()
  udp = new UDPDiagnostic()
  uv = new UVDiagnostic()
}

/**
 * @param {any} target
 * @param {any} source
 */
function fill (target, source) {
  for (const key of Object.keys(source ?? {})) {
    if (target[key] !== null && typeof target[key] === 'object' && !Array.isArray(target[key])) {
      fill(target[key], source[key])
    } else {
      target[key] = source[key]
    }
  }
  return target
}

/**
 * Asks the platform.
 * @param {keyof QueryDiagnostic} [type] a part of it
 * @returns {Promise<any>} a {@link QueryDiagnostic}, or the part
 */
export async function query (type) {
  const [{ err, data }, open] = await Promise.all([request('diagnostics.query'), request('fs.getOpenDescriptors')])
  if (err) {
    throw err
  }
  const all = fill(new QueryDiagnostic(), data)
  if (Array.isArray(open.data)) {
    const ids = open.data.map(({ id }) => id)
    fill(all.fs.descriptors, { handles: { count: ids.length, ids } })
  }
  if (type === undefined) {
    return all
  }
  if (!Object.hasOwn(all, type)) {
    throw new TypeError(`There is no diagnostic of the type ${String(type)}; ask for one of ${Object.keys(all).join(', ')}`)
  }
  return all[type]
}

export default {
  AIDiagnostic, ChildProcessDiagnostic, Diagnostic, FSDiagnostic, PostsDiagnostic, QueryDiagnostic, TimersDiagnostic, UDPDiagnostic, UVDiagnostic, query
}
