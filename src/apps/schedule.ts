import { sql } from 'kysely'
import { analyticsJobs } from '#modules/analytics'
import { acrossShops as outcomes, commands as coach } from '#modules/coach'
import { acrossShops as timers, commands as effort, queries as hours } from '#modules/effort'
import { acrossShops as networks } from '#modules/networks'
import { queries as payback } from '#modules/payback'
import { acrossShops as publishing } from '#modules/publishing'
import { acrossShops, commands as workspace } from '#modules/workspace'
import { forgetGuests } from '#platform/auth'
import type { Recurring } from '#platform/jobs'
import type { Kicau } from './compose.ts'

const KEYS_KEPT_DAYS = 30

/** All recurring work of Kicau, in one table. docs/reference/jobs.md is printed from it. */
export const schedule = (kicau: Kicau, drain: () => Promise<number>): Recurring[] => [
  {
    name: 'publish',
    does: 'Sends the posts whose time has come, and hands over those that a person posts.',
    everySeconds: 5,
    run: () => kicau.publishing.tick(),
  },
  {
    name: 'reports',
    does: 'Mails the weekly, quarterly and yearly reports whose morning has come, each once.',
    everySeconds: 60,
    run: () => kicau.mailReports(),
  },
  {
    name: 'react',
    does: 'Lets modules hear what others announced, should the news of it have been missed.',
    everySeconds: 10,
    run: async () => void (await drain()),
  },
  {
    name: 'imports',
    does: 'Takes up order exports that were sent and have not been brought in, should the news of one have been missed or a kill have cut it off; drops files whose import was never begun.',
    everySeconds: 30,
    run: () => kicau.imports.takeUp(),
  },
  {
    name: 'forgotten-timers',
    does: 'Stops timers that nobody stopped, at their last sign of life, and leaves a question.',
    everySeconds: 60,
    run: async () => {
      for (const shop of await timers.shopsWithTimers(kicau.database.writer))
        await kicau.scopes.writing(shop, { kind: 'system', id: 'forgotten-timers' }, (scope) => effort.stopForgottenTimers(scope))
    },
  },
  {
    name: 'agenda-outcomes',
    does: "Looks which orders came of what was done from Today's list: from these its chances learn.",
    everySeconds: 3600,
    run: async () => {
      for (const shop of await outcomes.shopsWithOutcomes(kicau.database.writer))
        await kicau.scopes.writing(shop, { kind: 'system', id: 'agenda-outcomes' }, async (scope) => void (await coach.settleOutcomes(scope)))
    },
  },
  {
    name: 'close-months',
    does: 'Closes months ten days after their end: their figures stay, what changes later is a correction.',
    everySeconds: 3600,
    run: async () => {
      for (const { id, demo } of await acrossShops.allShops(kicau.database.writer))
        if (!demo)
          for (const month of await hours.closingsDue(kicau.scopes.reading(id)))
            await kicau.scopes.writing(id, { kind: 'system', id: 'close-months' }, (scope) => effort.closeMonth(scope, { ask: payback.bookDue, month, by: 'itself' }))
    },
  },
  ...analyticsJobs({ db: kicau.database.writer, clock: kicau.clock }),
  {
    name: 'public-address',
    does: 'Fetches a nonce of our own through the public address, to know whether links can be opened.',
    everySeconds: 300,
    run: () => kicau.address.check(),
  },
  {
    name: 'forget',
    does: `Removes what has had its use: events and kept answers after ${KEYS_KEPT_DAYS} days, pictures no post took, passwords of removed accounts, guests whose session is over, and the demo when nobody looks at it any more.`,
    everySeconds: 3600,
    run: async () => {
      const now = kicau.clock.now()
      const before = new Date(now.getTime() - KEYS_KEPT_DAYS * 86_400_000)
      await sql`delete from platform_idempotency_keys where stored_at < ${before}`.execute(kicau.database.writer)
      await sql`delete from platform_outbox where reacted_at < ${before}`.execute(kicau.database.writer)
      await acrossShops.leaveShops(kicau.database.writer, await forgetGuests(kicau.database.pool, now))
      for (const demo of await acrossShops.abandonedDemos(kicau.database.writer))
        await kicau.scopes.writing(demo, { kind: 'system', id: 'forget' }, (scope) => workspace.removeShop(scope))
      await publishing.forgetPictures(kicau.database.writer, kicau.media, now)
      await networks.forgetRemoved(kicau.database.writer, now)
    },
  },
]
