import type { NoteLead } from '#contract/leads.ts'
import { commands as people } from '#modules/people'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { readPhone } from '#platform/phone'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { plain } from '../model/text.ts'
import { stillOpenSince } from '../model/lead.ts'
import { orderedAtOf } from '../model/when.ts'
import { tables } from '../tables.ts'
import { touchOf } from '../touch.ts'
import type { ShopNeeds } from './note-order.ts'

/**
 * Notes that somebody asked. The channel is what their code means, else what they said. Whoever's number has an open lead
 * is the same one asking again: that lead is brought up to date with what they say now, and keeps what they said before.
 */
export async function noteLead(scope: WriteScope, needs: ShopNeeds, lead: NoteLead): Promise<{ id: string } | Refusal> {
  const { country, zone, currency: own } = await workspace.shopProfile(scope)
  const now = scope.clock.now()
  const askedAt = orderedAtOf(lead.askedAt, zone, now)
  if (isRefusal(askedAt)) return refuse(askedAt.refused, { where: 'askedAt' })
  const phone = plain(lead.phone) === null ? null : readPhone(lead.phone!, country)
  if (plain(lead.phone) !== null && phone === null) return refuse('shop.phone-unreadable', { where: 'phone', values: { phone: lead.phone! } })
  const name = plain(lead.name)
  const personId = phone === null && name === null ? null : await people.meetPerson(scope, needs.secrets, { phone, name, at: askedAt })
  const known = personId === null ? undefined : await openLeadOf(scope, personId)
  const code = plain(lead.code) ?? known?.code ?? null
  const touch = await touchOf(scope, { code, personId: null, at: askedAt })
  // A field that is empty now says nothing, and is no reason to forget what it held.
  const told = {
    channel: touch?.channel ?? lead.channel ?? known?.channel ?? null,
    who: plain(lead.who) ?? known?.who ?? null,
    code,
    note: lead.note || (known?.note ?? ''),
    ...(lead.amount === null ? { amount: known?.amount ?? null, currency: known?.currency ?? null } : { amount: lead.amount, currency: lead.currency === undefined || lead.currency === own ? null : lead.currency }),
  }

  if (known) await tables(scope).updateTable('shopLeads').set(told).where('workspaceId', '=', scope.workspaceId).where('leadId', '=', known.leadId).execute()
  const id = known?.leadId ?? newId(askedAt.getTime())
  if (!known)
    await tables(scope)
      .insertInto('shopLeads')
      .values({ workspaceId: scope.workspaceId, leadId: id, askedAt, ...told, personId, goal: null, orderId: null, lostAt: null, notedAt: now, removedAt: null })
      .execute()
  await scope.announce({ type: 'LeadChanged', leadId: id })
  return { id }
}

const openLeadOf = (scope: WriteScope, personId: string) =>
  tables(scope)
    .selectFrom('shopLeads')
    .select(['leadId', 'channel', 'who', 'code', 'note', 'amount', 'currency'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('personId', '=', personId)
    .where('orderId', 'is', null)
    .where('lostAt', 'is', null)
    .where('removedAt', 'is', null)
    .where('askedAt', '>=', stillOpenSince(scope.clock.now()))
    .limit(1)
    .executeTakeFirst()
