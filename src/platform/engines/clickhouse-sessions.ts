import { Session, type ChdbResult } from 'chdb'
import { refusal } from './clickhouse-error.ts'

/** What is to be run, and under which settings. */
export interface Run {
  sql: string
  /** For statements that name none. */
  format: string
  database: string
  settings: Map<string, string>
  params: Map<string, string>
  /** Whether the session is to be renewed afterwards. */
  leavesTraces: boolean
}

/** The engine, open on one folder. */
export interface Sessions {
  run(run: Run): Promise<ChdbResult>
  /** Closes the engine once nothing runs any more. */
  close(): void
}

/** As many queries at a time as there are threads (UV_THREADPOOL_SIZE); others wait in line. */
const AT_ONCE = 16
const LONGEST_LINE = 2000

/** Where the engine's own defaults are not a server's, or where there must be one. */
const BASE = new Map([
  // Seconds. Nothing runs for ever: a query cannot be stopped from outside.
  ['max_execution_time', '60'],
  // A stray word is a syntax error, as on a server.
  ['implicit_select', '0'],
])

/** Opens the engine on `folder`, which only one process may have open. */
export function openSessions(folder: string, connectionArgs: readonly string[]): Sessions {
  const idle: OpenSession[] = []
  const waiting: ((session: OpenSession) => void)[] = []
  let open = 0

  // The engine ends with its last session; this one keeps it.
  const keeper = new Session(folder, { connectionArgs })
  return {
    async run(run) {
      const session = await take()
      try {
        const result = await session.engine.queryAsync(preamble(session, run) + run.sql, { format: run.format })
        give(run.leavesTraces ? renew(session) : session)
        return result
      } catch (error) {
        // What of the preamble was carried out is not known.
        give(renew(session))
        throw error
      }
    },
    close() {
      for (const session of idle) session.engine.close()
      keeper.close()
    },
  }

  function take(): Promise<OpenSession> {
    const session = idle.pop()
    if (session) return Promise.resolve(session)
    if (open < AT_ONCE) {
      open++
      return Promise.resolve(fresh())
    }
    if (waiting.length >= LONGEST_LINE) {
      return Promise.reject(refusal('TOO_MANY_SIMULTANEOUS_QUERIES', `Too many simultaneous queries: ${waiting.length} are waiting.`))
    }
    return new Promise(resolve => waiting.push(resolve))
  }

  function give(session: OpenSession): void {
    const next = waiting.shift()
    if (next) next(session)
    else idle.push(session)
  }

  function renew(session: OpenSession): OpenSession {
    session.engine.close()
    return fresh()
  }

  function fresh(): OpenSession {
    return { engine: new Session(folder, { connectionArgs }), settings: new Map(), database: undefined }
  }
}

interface OpenSession {
  engine: Session
  /** What is set on it now. */
  settings: Map<string, string>
  database: string | undefined
}

/**
 * The statements that bring a session from what it is to what the run wants. Settings stay on a session, so those of
 * the run before are put back. Parameters stay too: the caller checks that all that a statement names are given.
 */
function preamble(session: OpenSession, run: Run): string {
  const wanted = new Map([...BASE, ...run.settings])
  const changes: string[] = []
  for (const name of session.settings.keys()) {
    if (!wanted.has(name)) changes.push(`${name}=DEFAULT`)
  }
  for (const [name, value] of wanted) {
    if (session.settings.get(name) !== value) changes.push(`${name}=${quote(value)}`)
  }
  const params = [...run.params].map(([name, value]) => `param_${name}=${quote(value)}`)
  const use = session.database === run.database ? '' : `USE ${identifier(run.database)}; `
  session.settings = wanted
  session.database = run.database
  return [
    use,
    params.length ? `SET ${params.join(', ')}; ` : '',
    // Last: `readonly` forbids whatever would follow it.
    changes.length ? `SET ${changes.join(', ')}; ` : '',
  ].join('')
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, character => `\\${character}`)}'`
}

function identifier(text: string): string {
  return `\`${text.replace(/[\\`]/g, character => `\\${character}`)}\``
}
