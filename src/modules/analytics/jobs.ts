import type { ClickHouseClient } from '@clickhouse/client'
import type { Kysely } from 'kysely'
import type { Clock } from '#platform/clock'
import type { Recurring } from '#platform/jobs'
import { byOneIn } from './commands/by-one.ts'
import { judgeShopsAgain } from './commands/judge-again.ts'
import { keepVisits } from './commands/keep-visits.ts'
import { throwOldSaltsAway } from './intake/salts.ts'

export const analyticsJobs = ({ db, hits, clock }: { db: Kysely<{}>; hits: { client: ClickHouseClient }; clock: Clock }): Recurring[] => [
  {
    name: 'analytics.throw-salts-away',
    does: 'Throws away the salts of days that are over, so that nobody can tell any more who a visitor was.',
    everySeconds: 3600,
    run: () => throwOldSaltsAway(db, clock.now()),
  },
  {
    name: 'analytics.keep-visits',
    does: 'Makes the visits of days that are over, so that questions need not; again where hits came late, went or were grouped anew.',
    everySeconds: 600,
    run: async () => void (await keepVisits(hits.client, clock.now(), { byOne: byOneIn(db) })),
  },
  {
    name: 'analytics.judge-again',
    does: "Judges each shop's past by the rules for channels and programs where they are others than the last time.",
    everySeconds: 3600,
    run: async () => void (await judgeShopsAgain({ db, client: hits.client, clock })),
  },
]
