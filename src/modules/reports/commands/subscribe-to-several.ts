import type { SentKind } from '#contract/reports.ts'
import type { Language } from '#contract/values.ts'
import { acrossShops, queries as workspace } from '#modules/workspace'
import { refuse, type Refusal } from '#platform/refusal'
import type { Actor, Scopes, WriteScope } from '#platform/scope'
import { endSubscription, keepSubscription } from './subscribe.ts'

/**
 * Sends somebody the report of all shops they work in, on the mornings of this one, or no longer. It stands with one shop
 * alone: where another had it, it has it no more, so that nobody is told twice.
 */
export async function subscribeToSeveral(
  scope: WriteScope,
  { scopes }: { scopes: Pick<Scopes, 'within'> },
  { loginId, kind, language }: { loginId: string; kind: SentKind; language: Language | null },
): Promise<undefined | Refusal<'reports.member-unknown'>> {
  const memberId = await workspace.memberOfLogin(scope, loginId)
  if (!memberId) return refuse('reports.member-unknown')
  const by: Actor = { kind: 'login', id: loginId }
  for (const { id } of await acrossShops.shopsOfLogin(scope.db, loginId)) {
    if (id === scope.workspaceId) continue
    const other = scopes.within(scope.db, id, by)
    const there = await workspace.memberOfLogin(other, loginId)
    if (there) await endSubscription(other, { memberId: there, kind, several: true })
  }
  return keepSubscription(scope, { memberId, kind, language, several: true })
}
