import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Clock } from '#platform/clock'
import { tables } from '../tables.ts'

/** The salt of the day, the same in every process. */
export interface Salts {
  /** Today's, at once when it is known. */
  today(): DaysSalt | Promise<DaysSalt>
}

export interface DaysSalt {
  /** Days since 1970 in Jakarta. */
  day: number
  salt: string
}

const DAY_MS = 86_400_000
// A day begins at midnight in Jakarta (01:00 in Kuala Lumpur), when few are awake: a visit that crosses it counts twice.
const JAKARTA_MS = 7 * 3_600_000
const SALT_BYTES = 16
const TRY_AGAIN_MS = 30_000

export const saltDayOf = (at: Date): number => Math.floor((at.getTime() + JAKARTA_MS) / DAY_MS)
const nameOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** While PostgreSQL is out of reach a salt of this process's own stands in: people count twice rather than not at all. */
export function openSalts({ db, clock }: { db: Kysely<{}>; clock: Clock }): Salts {
  let known: (DaysSalt & { until: number }) | undefined
  let asking: { day: number; answer: Promise<DaysSalt> } | undefined

  const ask = async (day: number): Promise<DaysSalt> => {
    try {
      known = { day, salt: await sharedSalt(db, day, clock.now()), until: Infinity }
    } catch {
      known = { day, salt: randomBytes(SALT_BYTES).toString('hex'), until: performance.now() + TRY_AGAIN_MS }
    } finally {
      asking = undefined
    }
    return known
  }

  return {
    today: () => {
      const day = saltDayOf(clock.now())
      if (known?.day === day && performance.now() < known.until) return known
      if (asking?.day !== day) asking = { day, answer: ask(day) }
      return asking.answer
    },
  }
}

/** The first process of a day makes its salt, the others read it. */
async function sharedSalt(db: Kysely<{}>, day: number, now: Date): Promise<string> {
  await throwOldSaltsAway(db, now)
  const salts = tables({ db })
  await salts
    .insertInto('analyticsSalts')
    .values({ day: nameOf(day), salt: randomBytes(SALT_BYTES), madeAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { salt } = await salts.selectFrom('analyticsSalts').select('salt').where('day', '=', nameOf(day)).executeTakeFirstOrThrow()
  return salt.toString('hex')
}

/** Salts of days that are over. The hourly job asks for it, so that none lives longer than 25 hours. */
export async function throwOldSaltsAway(db: Kysely<{}>, now: Date): Promise<void> {
  await tables({ db }).deleteFrom('analyticsSalts').where('day', '<', nameOf(saltDayOf(now))).execute()
}
