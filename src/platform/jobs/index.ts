import { PgBoss } from 'pg-boss'
import type { PostgresAddress } from '#platform/db'

/** A piece of recurring work: pg-boss only wakes it; what is due, it asks with the app's own clock. */
export interface Recurring {
  name: string
  /** One sentence, for docs/reference/jobs.md. */
  does: string
  everySeconds: number
  run(): Promise<void>
}

export interface Jobs {
  start(work: readonly Recurring[]): Promise<void>
  /** Wakes a piece of work now, from any process. */
  wake(name: string): Promise<void>
  stop(): Promise<void>
}

interface JobsLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

const TELL_EVERY_MS = 60_000

/**
 * Recurring work over pg-boss. Each piece is a queue with one waiting job at most (`short` policy), which sends its
 * successor when it is done: any number of workers share it, and a job lost to a kill is sent again at the next start
 * or by the minute's watch.
 */
export function openJobs(address: PostgresAddress, log: JobsLog): Jobs {
  // Queues are asked every two seconds, so each of its connections stays open: a server process of 20 MB. Two suffice,
  // for none is held while a piece of work runs.
  const boss = new PgBoss({ ...address, application_name: 'kicau-jobs', schema: 'pgboss', max: 2, supervise: true, schedule: false })
  // Each of its queues says so every two seconds.
  let toldAt = -Infinity
  boss.on('error', (error) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return
    toldAt = performance.now()
    log.warn({ error: error.message }, 'the job queue is out of reach; it comes back by itself')
  })
  let watch: NodeJS.Timeout | undefined

  return {
    start: async (work) => {
      await boss.start()
      for (const { name, everySeconds, run } of work) {
        await boss.createQueue(name, { policy: 'short', expireInSeconds: 600, retryLimit: 0, retentionSeconds: 3600, deleteAfterSeconds: 600 })
        await boss.work(name, { pollingIntervalSeconds: Math.min(everySeconds, 2) }, async () => {
          try {
            await run()
          } catch (failure) {
            log.error({ job: name, error: failure instanceof Error ? failure.stack : String(failure) }, 'recurring work failed; it is tried again at its next turn')
          } finally {
            await boss.send(name, {}, { startAfter: everySeconds }).catch(() => {})
          }
        })
      }
      const begin = () => Promise.all(work.map(({ name }) => boss.send(name, {})))
      await begin()
      watch = setInterval(() => void begin().catch(() => {}), 60_000)
    },
    wake: async (name) => {
      await boss.send(name, {})
    },
    stop: async () => {
      clearInterval(watch)
      await boss.stop({ graceful: true, timeout: 8000 })
    },
  }
}
