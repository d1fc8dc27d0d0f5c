import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineLog } from './log.ts'
import { keepTail, type LogTail } from './log-tail.ts'

/** How a child is started, known to be ready, and stopped. */
export interface ChildSpec {
  /** As the log and the errors call it. */
  name: string
  /** Clears the way before every start (stale files, orphans). */
  prepare?(): Promise<void>
  spawn(): ChildProcess
  /** Resolves when the child serves; `signal` aborts when it ended or took too long. */
  ready(child: ChildProcess, signal: AbortSignal): Promise<void>
  readyWithinMs: number
  /** Asks the child, at once, to end in good order. */
  askToStop(child: ChildProcess): void
  /** After this it is killed. */
  stopWithinMs: number
  /** How a line of its output is to be logged; `undefined` leaves it out. */
  levelOf?(line: string): keyof EngineLog | undefined
}

/** A child that is kept running until it is stopped. */
export interface Supervised {
  /** The child's process number, while there is one. */
  pid(): number | undefined
  stop(): Promise<void>
}

const FIRST_ATTEMPTS = 4
const LONGEST_PAUSE_MS = 10_000
/** A child that lived this long had a good start: the count of failures begins anew. */
const GOOD_LIFE_MS = 30_000

/** Starts the child and keeps it running. Rejects, with the tail of its output, when it cannot be started at all. */
export async function supervise(spec: ChildSpec, log: EngineLog): Promise<Supervised> {
  const stopped = new AbortController()
  let running: Running
  for (let attempt = 1; ; attempt++) {
    try {
      running = await launch(spec, log, stopped.signal)
      break
    } catch (error) {
      if (attempt === FIRST_ATTEMPTS || error instanceof WillNotStart) throw error
      log.warn({ attempt, error: (error as Error).message }, `${spec.name} did not start; trying again`)
      await sleep(pauseAfter(attempt))
    }
  }
  const endWithUs = (): void => spec.askToStop(running.child)
  endAtExit(endWithUs)
  const watching = watch()

  return {
    pid: () => (isRunning(running.child) ? running.child.pid : undefined),
    async stop() {
      stopped.abort()
      atExit.delete(endWithUs)
      await end(spec, running)
      await watching
    },
  }

  /** Waits for the child's end and starts it again, until stopped. */
  async function watch(): Promise<void> {
    let failures = 0
    while (!stopped.signal.aborted) {
      const startedAt = performance.now()
      const how = await running.ended
      if (stopped.signal.aborted) return
      failures = performance.now() - startedAt > GOOD_LIFE_MS ? 0 : failures + 1
      log.error({ how, tail: running.tail.text() }, `${spec.name} ended by itself; starting it again`)
      for (;;) {
        await sleep(pauseAfter(failures), undefined, { signal: stopped.signal }).catch(() => {})
        if (stopped.signal.aborted) return
        try {
          running = await launch(spec, log, stopped.signal)
          log.info({ pid: running.child.pid }, `${spec.name} is back`)
          break
        } catch (error) {
          failures++
          if (stopped.signal.aborted) return
          log.error({ error: (error as Error).message }, `${spec.name} did not come back; trying again`)
        }
      }
      if (stopped.signal.aborted) await end(spec, running)
    }
  }
}

/** What is asked of each child when this process ends without having stopped them. */
const atExit = new Set<() => void>()
let listening = false

function endAtExit(end: () => void): void {
  atExit.add(end)
  if (listening) return
  listening = true
  process.once('exit', () => atExit.forEach(each => each()))
}

/** Thrown by a spec when trying again cannot help. */
export class WillNotStart extends Error {
  override readonly name = 'WillNotStart'
}

interface Running {
  child: ChildProcess
  tail: LogTail
  /** Resolves, with a word on how, when the process has ended. */
  ended: Promise<string>
}

async function launch(spec: ChildSpec, log: EngineLog, stopped: AbortSignal): Promise<Running> {
  await spec.prepare?.()
  const child = spec.spawn()
  const tail = keepTail(child, line => {
    const level = spec.levelOf?.(line)
    if (level) log[level]({ from: spec.name }, line)
  })
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `by ${signal}` : `with code ${code}`))
  })
  const running = { child, tail, ended }
  const gaveUp = new AbortController()
  const timer = setTimeout(() => gaveUp.abort(`not ready within ${spec.readyWithinMs / 1000} s`), spec.readyWithinMs)
  const onStop = (): void => gaveUp.abort('it is to be stopped')
  stopped.addEventListener('abort', onStop, { once: true })
  void ended.then(how => gaveUp.abort(`ended ${how}`))
  try {
    await Promise.race([spec.ready(child, gaveUp.signal), rejectOn(gaveUp.signal)])
    return running
  } catch (error) {
    const why = gaveUp.signal.aborted ? String(gaveUp.signal.reason) : (error as Error).message
    await end(spec, running)
    // The last lines may come after the exit: give the pipe a moment to drain.
    await sleep(20)
    const words = `${spec.name} could not be started: ${why}${tail.text() && `\n${tail.text()}`}`
    throw error instanceof WillNotStart ? new WillNotStart(words) : new Error(words, { cause: error })
  } finally {
    clearTimeout(timer)
    stopped.removeEventListener('abort', onStop)
  }
}

async function end(spec: ChildSpec, { child, ended }: Running): Promise<void> {
  if (!isRunning(child)) return
  spec.askToStop(child)
  const late = new AbortController()
  void ended.then(() => late.abort())
  await sleep(spec.stopWithinMs, undefined, { signal: late.signal }).catch(() => {})
  if (isRunning(child)) child.kill('SIGKILL')
  await ended
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(String(signal.reason))), { once: true })
  })
}

function pauseAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(failures - 1, 10))
}
