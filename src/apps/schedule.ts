import { sql } from 'kysely'
import { GOAL_LEADS_A_DAY } from '#contract/leads.ts'
import { analyticsJobs, shopsWithAlerts, takeAlerts, untell, type Alert } from '#modules/analytics'
import { acrossShops as outcomes, commands as coach } from '#modules/coach'
import { acrossShops as timers, commands as effort, queries as hours } from '#modules/effort'
import { acrossShops as networks } from '#modules/networks'
import { lookAtDomains } from '#modules/links'
import { queries as payback } from '#modules/payback'
import { acrossShops as publishing } from '#modules/publishing'
import { acrossShops as selling, commands as shops } from '#modules/shop'
import { acrossShops, commands as workspace } from '#modules/workspace'
import { addressesOf, forgetGuests } from '#platform/auth'
import { fateOf } from '#platform/mail'
import type { Recurring } from '#platform/jobs'
import type { WriteScope } from '#platform/scope'
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
    name: 'visit-imports',
    does: 'The same for files of the past of a site; removes those imports of which that was asked, and what one of the command line left that was cut off.',
    everySeconds: 15,
    run: async () => {
      await kicau.visitImports.takeUp()
      await kicau.visitImports.removeDue()
    },
  },
  {
    name: 'payments',
    does: 'Looks at payments that are under way and whose provider has not called, at growing intervals, and for checkouts whose answer was lost.',
    everySeconds: 20,
    run: () => kicau.payments.tick(),
  },
  {
    name: 'audience',
    does: 'Asks the networks that tell it, once a day an account, how many follow it and who of them is not followed back.',
    everySeconds: 600,
    run: () => networks.lookAtAudience({ db: kicau.database.writer, scopes: kicau.scopes, clock: kicau.clock, networks: kicau.networks }),
  },
  {
    name: 'forgotten-timers',
    does: 'Stops timers that nobody stopped, at their last sign of life, and leaves a question.',
    everySeconds: 60,
    run: async () => inEachShop(kicau, 'forgotten-timers', await timers.shopsWithTimers(kicau.database.writer), (write) => write((scope) => effort.stopForgottenTimers(scope))),
  },
  {
    name: 'agenda-outcomes',
    does: "Looks which orders came of what was done from Today's list: from these its chances learn.",
    everySeconds: 3600,
    run: async () => inEachShop(kicau, 'agenda-outcomes', await outcomes.shopsWithOutcomes(kicau.database.writer), (write) => write((scope) => coach.settleOutcomes(scope))),
  },
  {
    name: 'count-traffic',
    does: 'Keeps the visits of sites whose visits earn of themselves, by day and channel.',
    everySeconds: 3600,
    run: async () => inEachShop(kicau, 'count-traffic', await selling.shopsWithTraffic(kicau.database.writer), (write) => write((scope) => shops.countTraffic(scope))),
  },
  {
    name: 'goal-leads',
    does: `Notes as leads who reached the goal “lead” on a site of the shop, the first ${GOAL_LEADS_A_DAY} of each day.`,
    everySeconds: 3600,
    run: async () =>
      inEachShop(kicau, 'goal-leads', await ownShops(kicau), async (write, shop) => {
        const { beyond } = await write((scope) => shops.noteGoalLeads(scope))
        if (beyond > 0) kicau.log.warn({ shop, beyond, ofADay: GOAL_LEADS_A_DAY }, 'more reached the goal “lead” than are noted of a day and site')
      }),
  },
  {
    name: 'close-months',
    does: 'Closes months ten days after their end: their figures stay, what changes later is a correction.',
    everySeconds: 3600,
    run: async () =>
      inEachShop(kicau, 'close-months', (await acrossShops.allShops(kicau.database.writer)).map(({ id }) => id), async (write, shop) => {
        for (const month of await hours.closingsDue(kicau.scopes.reading(shop)))
          await write((scope) => effort.closeMonth(scope, { ask: payback.bookDue, month, by: 'itself' }))
      }),
  },
  {
    name: 'visit-alerts',
    does: 'Mails what is unusual about the visits of a shop to whoever wants to hear of it, each once.',
    everySeconds: 3600,
    run: async () => {
      if (!kicau.mail.works) return
      await inEachShop(kicau, 'visit-alerts', await shopsWithAlerts(kicau.database.writer), async (write) => {
        for (const alert of await write((scope) => takeAlerts(scope, kicau.settings.PUBLIC_URL))) await sendAlert(kicau, write, alert)
      })
    },
  },
  ...analyticsJobs({ db: kicau.database.writer, hits: kicau.hits, clock: kicau.clock }),
  {
    name: 'public-address',
    does: 'Fetches a nonce of our own through the public address, to know whether links can be opened.',
    everySeconds: 300,
    run: () => kicau.address.check(),
  },
  {
    name: 'own-domains',
    does: "Looks whether the shops' own domains lead here: only then do links stand under them.",
    everySeconds: 300,
    run: () => lookAtDomains({ db: kicau.database.writer, scopes: kicau.scopes, look: kicau.address.lookAt }),
  },
  {
    name: 'forget',
    does: `Removes what has had its use: events and kept answers after ${KEYS_KEPT_DAYS} days, pictures no post took, passwords of removed accounts, names and numbers of who did not pay, who sent an order form once that is settled, guests whose session is over, and the demo when nobody looks at it any more.`,
    everySeconds: 3600,
    run: async () => {
      const now = kicau.clock.now()
      const before = new Date(now.getTime() - KEYS_KEPT_DAYS * 86_400_000)
      await sql`delete from platform_idempotency_keys where stored_at < ${before}`.execute(kicau.database.writer)
      await sql`delete from platform_outbox where reacted_at < ${before}`.execute(kicau.database.writer)
      await acrossShops.leaveShops(kicau.database.writer, await forgetGuests(kicau.database.pool, now))
      await inEachShop(kicau, 'forget', await acrossShops.abandonedDemos(kicau.database.writer), (write) => write((scope) => workspace.removeShop(scope)))
      await publishing.forgetPictures(kicau.database.writer, kicau.media, now)
      await networks.forgetRemoved(kicau.database.writer, now)
      await kicau.payments.forget()
      await selling.forgetFormOrders(kicau.database.writer, now)
    },
  },
]

const ownShops = async ({ database }: Kicau): Promise<string[]> =>
  (await acrossShops.allShops(database.writer)).flatMap(({ id, demo }) => (demo ? [] : [id]))

/** What did not leave is told the next time round; what may have arrived is not sent twice. */
async function sendAlert({ mail, database, log }: Kicau, write: Write, alert: Alert): Promise<void> {
  for (const { email } of await addressesOf(database.pool, [alert.loginId]))
    try {
      await mail.send({ ...alert.letter, to: email })
    } catch (failure) {
      const fate = fateOf(failure)
      log.warn({ fate, alert: alert.letter.messageId }, 'an alert about visits was not sent')
      if (fate === 'later') await write((scope) => untell(scope, alert))
    }
}

type Write = <T>(work: (scope: WriteScope) => Promise<T>) => Promise<T>

/**
 * Does a job's work for one shop after the other; `write` runs a part of it in a transaction of its own. A shop's failure
 * is its own: it is logged, and the next ones have theirs done.
 */
async function inEachShop({ scopes, log }: Kicau, job: string, shops: readonly string[], work: (write: Write, shop: string) => Promise<unknown>): Promise<void> {
  for (const shop of shops)
    try {
      await work((part) => scopes.writing(shop, { kind: 'system', id: job }, part), shop)
    } catch (failure) {
      log.error({ job, shop, error: failure instanceof Error ? failure.stack : String(failure) }, 'recurring work failed for a shop; it is tried again at its next turn')
    }
}
