import { queries as workspace } from '#modules/workspace'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'

/** For what belongs to one member: whoever asks, as the member of the shop that they are. */
export async function asMember<T>(
  { scope, login }: { scope: ReadScope; login: { id: string } },
  work: (memberId: string) => Promise<T>,
): Promise<T | Refusal<'coach.member-unknown'>> {
  const memberId = await workspace.memberOfLogin(scope, login.id)
  return memberId ? work(memberId) : refuse('coach.member-unknown')
}
