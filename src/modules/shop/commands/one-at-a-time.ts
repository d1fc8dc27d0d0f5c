import { sql } from 'kysely'
import type { WriteScope } from '#platform/scope'

/**
 * Orders, what was paid out for them and what other currencies are worth may come in at the same moment: whichever is later must
 * see the other. Until the end of the transaction, and before any row of an order is locked.
 */
export const oneAtATime = (scope: WriteScope) => sql`select pg_advisory_xact_lock(hashtextextended(${`orders ${scope.workspaceId}`}, 0))`.execute(scope.db)
