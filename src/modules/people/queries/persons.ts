import type { ReadScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { tables } from '../tables.ts'

export interface Person {
  name: string | null
  phoneKept: boolean
}

/** The persons with these ids, without their numbers. */
export async function persons(scope: ReadScope, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await tables(scope)
    .selectFrom('peoplePersons')
    .select(['personId', 'name', 'phoneHash'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('personId', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.personId, { name: row.name, phoneKept: row.phoneHash !== null }]))
}

/** The number of a person in E.164; null where none is kept. */
export const phoneOf = async (scope: ReadScope, secrets: Pick<Secrets, 'open'>, personId: string): Promise<string | null> =>
  (await phonesOf(scope, secrets, [personId])).get(personId) ?? null

/** The numbers of these persons in E.164, of whom one is kept. */
export async function phonesOf(scope: ReadScope, secrets: Pick<Secrets, 'open'>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tables(scope)
    .selectFrom('peoplePersons')
    .select(['personId', 'phoneSealed'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('personId', 'in', [...new Set(ids)])
    .where('phoneSealed', 'is not', null)
    .execute()
  return new Map(rows.map((row) => [row.personId, secrets.open(row.phoneSealed!)]))
}

/** Persons whose name contains these words: for searches. */
export async function personsNamed(scope: ReadScope, part: string): Promise<string[]> {
  const rows = await tables(scope)
    .selectFrom('peoplePersons')
    .select('personId')
    .where('workspaceId', '=', scope.workspaceId)
    .where('name', 'ilike', `%${part.replace(/[\\%_]/g, '\\$&')}%`)
    .limit(500)
    .execute()
  return rows.map((row) => row.personId)
}
