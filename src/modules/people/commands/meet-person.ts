import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { tables } from '../tables.ts'

export interface Met {
  /** E.164; whoever has the same number is the same person. */
  phone: string | null
  name: string | null
  at: Date
}

/**
 * Finds the person with this number, or makes one; answers the id. A name fills an empty one and never replaces one.
 * Without a number nothing says who it is, and a new person is made.
 */
export async function meetPerson(scope: WriteScope, secrets: Pick<Secrets, 'seal' | 'keyedHash'>, met: Met): Promise<string> {
  // Under the shop's own id: no two shops can find out that they know the same person.
  const phoneHash = met.phone === null ? null : secrets.keyedHash(`${scope.workspaceId} ${met.phone}`)
  const { personId } = await tables(scope)
    .insertInto('peoplePersons')
    .values({
      workspaceId: scope.workspaceId,
      personId: newId(met.at.getTime()),
      name: met.name,
      phoneHash,
      phoneSealed: met.phone === null ? null : secrets.seal(met.phone),
      metAt: met.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspaceId', 'phoneHash'])
        .where('phoneHash', 'is not', null)
        .doUpdateSet((eb) => ({ name: eb.fn.coalesce('peoplePersons.name', 'excluded.name') })),
    )
    .returning('personId')
    .executeTakeFirstOrThrow()
  return personId
}
