import type { Kysely } from 'kysely'
import { tables } from '../tables.ts'
import { PUT_BACK_WITHIN_MS } from './remove-account.ts'

/** Forgets the passwords of accounts that were removed and not put back, in every shop; answers how many. */
export async function forgetRemoved(db: Kysely<{}>, now: Date): Promise<number> {
  const forgotten = await tables({ db })
    .updateTable('networksAccounts')
    .set({ credentials: null, session: null })
    .where('state', '=', 'removed')
    .where('credentials', 'is not', null)
    .where('removedAt', '<', new Date(now.getTime() - PUT_BACK_WITHIN_MS))
    .returning('accountId')
    .execute()
  return forgotten.length
}
