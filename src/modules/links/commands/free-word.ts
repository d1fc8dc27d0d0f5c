import { sql } from 'kysely'
import { reservedPaths } from '#contract/reserved.ts'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { readLinkWord } from '../model/link-word.ts'
import { tables } from '../tables.ts'

const reserved: ReadonlySet<string> = new Set(reservedPaths)

/** A word that a link of this shop may stand under. Those of closed links are kept for them: what is printed stays printed. */
export async function freeWord(scope: WriteScope, typed: string): Promise<string | Refusal> {
  const where = { where: 'word', values: { word: typed } }
  const word = readLinkWord(typed)
  // Under a domain of its own a link stands where Kicau's places stand elsewhere.
  if (word === null || reserved.has(word)) return refuse('links.word-unreadable', where)
  // Two who want one word at once: the second waits until the first has committed, and hears that it is taken.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`words of ${scope.workspaceId}`}, 0))`.execute(scope.db)
  // A word may not be another link's code: it would stand in front of it.
  const taken = await tables(scope)
    .selectFrom('linksLinks')
    .select('id')
    .where('workspaceId', '=', scope.workspaceId)
    .where((or) => or.or([or('word', '=', word), or('code', '=', word)]))
    .executeTakeFirst()
  return taken ? refuse('links.word-taken', where) : word
}
