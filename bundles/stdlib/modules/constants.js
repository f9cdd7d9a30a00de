/**
 * Numbers of errors, signals and files, by their names; importing this module makes synchronous calls.
 * @module constants
 */
import errno from './errno.js'
import fs from './fs/constants.js'
import { constants as signals } from './process/signal.js'

export * from './fs/constants.js'
export * from './internal/errno-constants.js'
export {
  SIGABRT, SIGALRM, SIGBUS, SIGCHLD, SIGCONT, SIGFPE, SIGHUP, SIGILL, SIGINT, SIGIO, SIGIOT, SIGKILL, SIGPIPE, SIGPROF, SIGQUIT,
  SIGSEGV, SIGSTOP, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU,
  SIGXFSZ
} from './process/signal.js'

export default { ...errno.constants, ...signals, ...fs }
