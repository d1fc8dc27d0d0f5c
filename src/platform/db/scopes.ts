import { sql, type Kysely } from 'kysely'
import type { Clock } from '../clock/index.ts'
import type { Actor, ReadScope, Scopes, WriteScope } from '../scope/index.ts'
import type { Hits } from './hits.ts'
import type { Database } from './open.ts'
import { platformTables } from './tables.ts'

/** The channel on which a commit tells every process that a shop has news. */
export const NEWS_CHANNEL = 'kicau_news'

/** Builds the scopes that every query and command works in. */
export function scopesOf(database: Database, hits: Hits, clock: Clock): Scopes {
  const reading = (workspaceId: string): ReadScope => ({
    workspaceId,
    db: database.reader,
    hits: hits.readerFor(workspaceId),
    clock,
  })
  const within = (db: Kysely<{}>, workspaceId: string, actor: Actor): WriteScope => ({
    ...reading(workspaceId),
    db,
    actor,
    announce: (event) => announce(db, workspaceId, clock, { ...event, by: actor }),
  })
  const writing = <T>(workspaceId: string, actor: Actor, work: (scope: WriteScope) => Promise<T>): Promise<T> =>
    database.writer.transaction().execute((db) => work(within(db, workspaceId, actor)))
  return { reading, within, writing }
}

async function announce(
  db: Kysely<{}>,
  workspaceId: string,
  clock: Clock,
  event: { readonly type: string; readonly [field: string]: unknown },
): Promise<void> {
  const { type, ...payload } = event
  await platformTables({ db })
    .insertInto('platformOutbox')
    .values({ workspaceId, type, payload: JSON.stringify(payload) as never, announcedAt: clock.now(), reactedAt: null, lastError: null, tryAgainAt: null })
    .execute()
  await sql`select pg_notify(${NEWS_CHANNEL}, ${JSON.stringify({ workspaceId, type })})`.execute(db)
}

/** Tells every process that shops have news that no transaction announced (hits that were loaded). */
export async function tellNews(database: Database, workspaceIds: readonly string[], type: string): Promise<void> {
  for (const workspaceId of workspaceIds) await sql`select pg_notify(${NEWS_CHANNEL}, ${JSON.stringify({ workspaceId, type })})`.execute(database.writer)
}
