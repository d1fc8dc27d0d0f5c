import type { Kysely } from 'kysely'
import type { Clock } from '../clock/index.ts'

/** Who did it: written beside what was done. `system` acts in jobs and reactions. */
export type Actor = { kind: 'login'; id: string } | { kind: 'system'; id: string }

/** Only what reads: the type that keeps payback, coach and reports from writing. */
export type Reader<Tables> = Pick<Kysely<Tables>, 'selectFrom' | 'with' | 'withRecursive' | 'fn' | 'dynamic' | 'case'>

/** Asks the stream of hits, always for one shop: `{shop:UUID}` is bound by the reader itself. */
export interface HitReader {
  /** Rows of one SELECT. Parameters are ClickHouse's own, `{name:Type}`; never joined into the text. */
  query<Row>(sql: string, params?: Record<string, unknown>): Promise<Row[]>
  /** Puts the rows of one SELECT into a table of the store's memory (`analytics_visits_aside (made, …) select …`). Nothing lasting is written: they may go at any time. */
  setAside(intoSelect: string, params?: Record<string, unknown>): Promise<void>
}

/**
 * One shop, seen by a query. Every query and command of a module takes a scope first, and asks only for rows of
 * `workspaceId`. `db` in a query is typed to no table: a module sees its own through `tablesOf` (its `tables.ts`).
 */
export interface ReadScope {
  readonly workspaceId: string
  readonly db: Pick<Kysely<{}>, 'selectFrom'>
  readonly hits: HitReader
  readonly clock: Clock
}

/** What a module announces, past tense, with ids and plain values only. */
export interface Announcement {
  readonly type: string
  readonly [field: string]: unknown
}

/** One shop inside one transaction: all that a command writes and announces stands or falls together. */
export interface WriteScope extends ReadScope {
  readonly db: Kysely<{}>
  readonly actor: Actor
  /** Puts an event into the outbox of this transaction, with `by`: the actor. Reactions and live screens hear of it after the commit. */
  announce(event: Announcement): Promise<void>
}

/** Gives scopes to what runs without a request: jobs, reactions, the command line, the demo. */
export interface Scopes {
  reading(workspaceId: string): ReadScope
  /** A shop inside a transaction that somebody else has opened, and will commit. */
  within(transaction: Kysely<{}>, workspaceId: string, actor: Actor): WriteScope
  writing<T>(workspaceId: string, actor: Actor, work: (scope: WriteScope) => Promise<T>): Promise<T>
}

/**
 * A module's own view of a scope's database, typed to its own tables (and so to no other module's):
 * `const tables = tablesOf<ShopTables>()`, then `tables(scope).selectFrom('shopOrders')`.
 */
export function tablesOf<Tables>() {
  function view(scope: { readonly db: Kysely<{}> }): Kysely<Tables>
  function view(scope: { readonly db: Pick<Kysely<{}>, 'selectFrom'> }): Reader<Tables>
  function view(scope: { readonly db: unknown }): never {
    return scope.db as never
  }
  return view
}
