import type { Kysely } from 'kysely'
import type { Clock } from '#platform/clock'
import type { Recurring } from '#platform/jobs'
import { throwOldSaltsAway } from './intake/salts.ts'

export const analyticsJobs = ({ db, clock }: { db: Kysely<{}>; clock: Clock }): Recurring[] => [
  {
    name: 'analytics.throw-salts-away',
    does: 'Throws away the salts of days that are over, so that nobody can tell any more who a visitor was.',
    everySeconds: 3600,
    run: () => throwOldSaltsAway(db, clock.now()),
  },
]
