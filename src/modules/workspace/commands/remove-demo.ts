import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { removeShop } from './remove-shop.ts'

/**
 * Takes the demo away from whoever asks, and removes it with all of its data unless somebody else still looks at it:
 * guests share one. `stillThere` answers which of some logins can come back to it.
 */
export async function removeDemo(
  scope: WriteScope,
  loginId: string,
  stillThere: (loginIds: readonly string[]) => Promise<readonly string[]>,
): Promise<void | Refusal<'workspace.not-a-demo'>> {
  const db = tables(scope)
  // Locked, so that of the last two who leave at once the second sees that nobody is left.
  const shop = await db.selectFrom('workspaceShops').select('demo').where('workspaceId', '=', scope.workspaceId).forUpdate().executeTakeFirst()
  if (!shop?.demo) return refuse('workspace.not-a-demo')
  await db.deleteFrom('workspaceMembers').where('workspaceId', '=', scope.workspaceId).where('loginId', '=', loginId).execute()
  const others = await db.selectFrom('workspaceMembers').select('loginId').where('workspaceId', '=', scope.workspaceId).where('loginId', 'is not', null).execute()
  if ((await stillThere(others.map((member) => member.loginId!))).length === 0) await removeShop(scope)
}
