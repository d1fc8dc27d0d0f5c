import { queries as workspace } from '#modules/workspace'
import type { ReadScope } from '#platform/scope'

/**
 * An answer as whoever asks may see it. What an hour of somebody else is worth is for owners: staff get neither it nor
 * what a member's minutes cost, from which it follows. The sums over all members stay.
 */
export async function worthUnseen<T>({ scope, login, role }: { scope: ReadScope; login: { id: string }; role: 'owner' | 'staff' }, answer: T): Promise<T> {
  if (role === 'owner') return answer
  const own = await workspace.memberOfLogin(scope, login.id)
  // What was read is kept for the next who asks: a copy is shown.
  return JSON.parse(JSON.stringify(answer), (_key, part: unknown) => (isOfMember(part) && part.memberId !== own ? { ...part, ...('hourly' in part && { hourly: null }), cost: null } : part)) as T
}

/** Hours of one member: a row, a member's part of a sum, an opening balance. */
const isOfMember = (part: unknown): part is { memberId: string; cost: number | null } =>
  typeof part === 'object' && part !== null && 'cost' in part && 'memberId' in part && part.memberId !== null
