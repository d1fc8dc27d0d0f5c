import { sql } from 'kysely'
import { IMPORT_UNDO_DAYS } from '#contract/order-imports.ts'
import type { WriteScope } from '#platform/scope'
import { idsOfNumbers } from '../orders-by-number.ts'
import type { Market } from './format.ts'
import { placesOf } from './settle.ts'

// What imports told of an entry lies layer on layer, as they came. On top is the entry itself; each layer that stands keeps what lies beneath
// it. A layer is taken out, and put in again, by the same exchange: with the standing layer next above it, or with the entry.

/** Before an import tells of these entries: what was known of them, or that nothing was. */
export async function keepBeneath(scope: WriteScope, importId: string, entries: readonly { market: string; externalId: string; entry: string }[]): Promise<void> {
  const column = (name: 'market' | 'externalId' | 'entry') => entries.map((one) => one[name])
  await sql`
    insert into shop_settlement_changes (workspace_id, import_id, market, external_id, entry, other)
    select ${scope.workspaceId}::uuid, ${importId}::uuid, n.market, n.external_id, n.entry, to_jsonb(s)
    from unnest(${column('market')}::text[], ${column('externalId')}::text[], ${column('entry')}::text[]) as n (market, external_id, entry)
    left join shop_settlements s on s.workspace_id = ${scope.workspaceId} and s.market = n.market and s.external_id = n.external_id and s.entry = n.entry
    on conflict do nothing`.execute(scope.db)
}

/** What nobody can take back any more need not be remembered. */
export async function forgetBeneath(scope: WriteScope): Promise<void> {
  const since = new Date(scope.clock.now().getTime() - IMPORT_UNDO_DAYS * 86_400_000)
  await sql`
    delete from shop_settlement_changes c using shop_imports i
    where c.workspace_id = ${scope.workspaceId} and i.workspace_id = c.workspace_id and i.import_id = c.import_id and i.started_at < ${since}`.execute(scope.db)
}

/** How many orders, here or not: of which nothing is told any more, of which it is told as before, and of which a later file tells. */
export interface Exchanged {
  taken: number
  restored: number
  told: number
  /** Those that are here. */
  orderIds: string[]
}

/** Takes what an import told out from among what is known, or puts it back where it was. */
export async function exchange(scope: WriteScope, importId: string): Promise<Exchanged> {
  const { workspaceId } = scope
  const ofEntry = (one: string, other: string) => sql.join(
    ['workspace_id', 'market', 'external_id', 'entry'].map((name) => sql`${sql.ref(`${one}.${name}`)} = ${sql.ref(`${other}.${name}`)}`),
    sql` and `,
  )
  const { rows } = await sql<{ market: Market; externalId: string; isTold: boolean; isLeft: boolean }>`
    with mine as (
      select c.*, a.import_id as above, coalesce(a.other, case when a.import_id is null then to_jsonb(s) end) as theirs
      from shop_settlement_changes c
      left join lateral (
        select l.import_id, l.other from shop_settlement_changes l
        join shop_imports i on i.workspace_id = l.workspace_id and i.import_id = l.import_id and i.undone_at is null
        where ${ofEntry('l', 'c')} and l.layer > c.layer
        order by l.layer limit 1
      ) a on true
      left join shop_settlements s on ${ofEntry('s', 'c')}
      where c.workspace_id = ${workspaceId} and c.import_id = ${importId}
    ), kept as (
      update shop_settlement_changes c set other = m.theirs from mine m where ${ofEntry('c', 'm')} and c.import_id = m.import_id
    ), beneath as (
      update shop_settlement_changes l set other = m.other from mine m where ${ofEntry('l', 'm')} and l.import_id = m.above
    ), gone as (
      delete from shop_settlements s using mine m where ${ofEntry('s', 'm')} and m.above is null and m.other is null
    ), back as (
      insert into shop_settlements select r.* from mine m cross join lateral jsonb_populate_record(null::shop_settlements, m.other) r
      where m.above is null and m.other is not null
      on conflict (workspace_id, market, external_id, entry) do update set
        currency = excluded.currency, paid_out_at = excluded.paid_out_at, goods = excluded.goods, parts = excluded.parts, paid_out = excluded.paid_out,
        received = excluded.received, kept = excluded.kept, import_id = excluded.import_id, taken_at = excluded.taken_at
    )
    select market, external_id, bool_or(above is not null) as is_told, bool_or(other is not null) as is_left from mine group by market, external_id`.execute(scope.db)
  const numbered = rows.flatMap(({ market, externalId }) => placesOf(market).map((salesPlace) => ({ salesPlace, externalId })))
  const here = await sql<{ ids: string[] }>`select ${idsOfNumbers(workspaceId, numbered)} as ids`.execute(scope.db)
  const count = (of: (row: (typeof rows)[number]) => boolean) => rows.filter(of).length
  return {
    taken: count(({ isTold, isLeft }) => !isTold && !isLeft),
    restored: count(({ isTold, isLeft }) => !isTold && isLeft),
    told: count(({ isTold }) => isTold),
    orderIds: here.rows[0]!.ids ?? [],
  }
}
