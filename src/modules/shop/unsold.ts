import { sql } from 'kysely'
import { unsoldStates } from '#contract/shop.ts'

/** Of an order: nobody bought in the end, so it is not its buyer's first one where another stands. */
export const unsold = sql<boolean>`state in (${sql.join(unsoldStates.map((state) => sql.lit(state)))})`
