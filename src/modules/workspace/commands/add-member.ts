import { newId } from '#platform/ids'
import type { WriteScope } from '#platform/scope'
import type { MemberOfShop } from '../queries/members.ts'
import { tables } from '../tables.ts'

export interface NewMember {
  name: string
  loginId?: string
  role?: 'owner' | 'staff'
}

/** Adds a person whose hours count; with a login they may also sign in to this shop. */
export async function addMember(scope: WriteScope, wanted: NewMember): Promise<MemberOfShop> {
  const joinedAt = scope.clock.now()
  const member = { memberId: newId(joinedAt.getTime()), loginId: wanted.loginId ?? null, name: wanted.name, role: wanted.role ?? 'staff', leftAt: null }
  await tables(scope)
    .insertInto('workspaceMembers')
    .values({ workspaceId: scope.workspaceId, ...member, joinedAt })
    .execute()
  await scope.announce({ type: 'MemberAdded', memberId: member.memberId })
  return { id: member.memberId, loginId: member.loginId, name: member.name, role: member.role, hourly: null, left: false }
}
