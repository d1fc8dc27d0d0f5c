import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { platformTables } from '../db/tables.ts'
import { refuse, type Refusal } from '../refusal/index.ts'
import type { Secrets } from '../secrets/index.ts'

/** One write as its sender named it. */
export interface KeyedWrite {
  sender: string
  /** The shop it is done in; null for what stands outside any. */
  workspaceId: string | null
  key: string
  route: string
  requestHash: string
  at: Date
}

export interface Kept {
  status: number
  body: unknown
}

const LONGEST_KEY = 200

/** The write's name, where the caller gave an `Idempotency-Key`. Uploads have none: imports are repeatable by nature. */
export function keyedWrite(request: FastifyRequest, sender: string, route: string, at: Date): KeyedWrite | null {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '' || key.length > LONGEST_KEY) return null
  const requestHash = createHash('sha256')
    .update(JSON.stringify([route, request.params, request.query, request.body ?? null]))
    .digest('hex')
  const { shop = null } = (request.params ?? {}) as { shop?: string }
  return { sender, workspaceId: shop, key, route, requestHash, at }
}

/**
 * Does a write once per key, inside the write's own transaction: a repeat gets the first answer again, another request
 * under the same key is refused. The key's row is inserted first, so a second request that arrives meanwhile waits in
 * PostgreSQL until the first has committed, in whichever process. A failure or refusal rolls the row back with the rest.
 */
export async function once(
  transaction: Kysely<{}>,
  secrets: Pick<Secrets, 'seal' | 'open'>,
  write: KeyedWrite,
  work: () => Promise<Kept>,
): Promise<Kept | Refusal<'platform.key-reused'>> {
  const db = platformTables({ db: transaction })
  const { at, ...named } = write
  const claimed = await db
    .insertInto('platformIdempotencyKeys')
    .values({ ...named, status: 0, body: null, storedAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (!claimed) return (await earlierAnswer(transaction, secrets, write))!
  const kept = await work()
  await db
    .updateTable('platformIdempotencyKeys')
    .set({ status: kept.status, body: kept.body === undefined ? null : secrets.seal(JSON.stringify(kept.body)) })
    .where('sender', '=', write.sender)
    .where('key', '=', write.key)
    .execute()
  return kept
}

/** What was answered to a write that was done under its key before; null where none was. */
export async function earlierAnswer(
  db: Kysely<{}>,
  secrets: Pick<Secrets, 'open'>,
  write: KeyedWrite,
): Promise<Kept | Refusal<'platform.key-reused'> | null> {
  const earlier = await platformTables({ db })
    .selectFrom('platformIdempotencyKeys')
    .select(['requestHash', 'status', 'body'])
    .where('sender', '=', write.sender)
    .where('key', '=', write.key)
    .executeTakeFirst()
  if (!earlier) return null
  if (earlier.requestHash !== write.requestHash) return refuse('platform.key-reused')
  return { status: earlier.status, body: earlier.body === null ? undefined : JSON.parse(secrets.open(earlier.body)) }
}
