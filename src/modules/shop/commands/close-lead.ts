import type { Updateable } from 'kysely'
import { refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { tables, type ShopTables } from '../tables.ts'

export type NoLead = Refusal<'shop.lead-unknown'>

/** Says that nothing came of a lead, or that it is open after all. */
export const closeLead = (scope: WriteScope, id: string, lost: boolean) => changeLead(scope, id, { lostAt: lost ? scope.clock.now() : null })

/** Takes a lead out of every count. It can be restored. */
export const removeLead = (scope: WriteScope, id: string) => changeLead(scope, id, { removedAt: scope.clock.now() })

/** Brings it back. */
export const restoreLead = (scope: WriteScope, id: string) => changeLead(scope, id, { removedAt: null })

async function changeLead(scope: WriteScope, id: string, change: Updateable<ShopTables['shopLeads']>): Promise<undefined | NoLead> {
  const row = await tables(scope).updateTable('shopLeads').set(change).where('workspaceId', '=', scope.workspaceId).where('leadId', '=', id).returning('leadId').executeTakeFirst()
  if (!row) return refuse('shop.lead-unknown', { where: 'id' })
  await scope.announce({ type: 'LeadChanged', leadId: id })
}
