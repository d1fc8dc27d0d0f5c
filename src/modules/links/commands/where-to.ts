import type { LinkKind } from '#contract/links.ts'
import { queries as workspace } from '#modules/workspace'
import { readPhone } from '#platform/phone'
import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { readTarget } from '../model/target.ts'

/** A link's target as it is stored, checked by its kind. `own` is the address under which others reach us. */
export async function whereTo(
  scope: ReadScope,
  own: string | null,
  kind: LinkKind,
  target: string | null,
): Promise<{ target: string | null } | Refusal> {
  if (kind === 'shop-page') return { target: null }
  if (kind === 'url') return readUrl(own, target)
  const shop = await workspace.shopProfile(scope)
  if (target === null) return shop.whatsapp === null ? refuse('links.no-whatsapp') : { target: null }
  const number = readPhone(target, shop.country)
  return number === null ? refuse('links.phone-unreadable', { where: 'target', values: { phone: target } }) : { target: number }
}

export function readUrl(own: string | null, target: string | null, where = 'target'): { target: string } | Refusal {
  if (target === null) return refuse('links.target-missing', { where })
  const read = readTarget(target, own)
  return 'fault' in read ? refuse(`links.target-${read.fault}`, { where }) : { target: read.href }
}
