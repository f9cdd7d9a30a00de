/** What the modules find on a host: numbers of errors, signals and files, which are those of Node here. */
import fs from 'node:fs'
import os from 'node:os'
import { routes } from '../fake-platform.js'

routes['os.constants'] = () => ({ ...os.constants.errno, ...os.constants.signals })
routes['fs.constants'] = () => ({ ...fs.constants })
routes['diagnostics.query'] = () => ({ udp: { handles: { count: 2, ids: ['1', '2'] } } })
