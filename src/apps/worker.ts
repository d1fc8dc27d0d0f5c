import { setTimeout as wait } from 'node:timers/promises'
import { schedule } from './schedule.ts'
import type { Kicau } from './compose.ts'
import { react } from './reactions.ts'

/** Runs the recurring work and the reactions until stopped. Any number of workers may run side by side. */
export async function startWorker(kicau: Kicau): Promise<{ stop(): Promise<void> }> {
  const drain = () => kicau.outbox.drain((event) => react(kicau, event))
  // News wakes the reactions at once; the schedule wakes them where news was missed.
  let draining: Promise<unknown> | undefined
  const hear = kicau.news.on(({ type }) => {
    if (type === 'OrdersImportBegun') void kicau.imports.takeUp().catch(() => {})
    if (type === 'VisitsImportBegun') void kicau.visitImports.takeUp().catch(() => {})
    draining ??= drain()
      .catch((failure) => kicau.log.warn({ error: String(failure) }, 'reactions could not run; they are tried again'))
      .finally(() => {
        draining = undefined
      })
  })
  await kicau.jobs.start(schedule(kicau, drain))
  return {
    stop: async () => {
      hear()
      await kicau.jobs.stop()
      // What is on its way to a network may still be answered; what is not is looked up at the next start.
      await Promise.race([kicau.publishing.settled(), wait(5000, undefined, { ref: false })])
      await draining
    },
  }
}
