import type { LinkRule, SetLinkConditions } from '#contract/links.ts'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { LinksNeeds } from './needs.ts'

export const ADDRESS = 'https://kicau.example.com'
export const reachable: LinksNeeds = { publicAddress: () => ({ url: ADDRESS, reachable: true }) }

interface Shop {
  writing<T>(work: (scope: WriteScope) => Promise<T>): Promise<T>
}

interface Begun {
  name?: string
  slug?: string
  country?: 'ID' | 'MY'
  whatsapp?: string | null
}

/** A shop that has begun: Bu Tini's unless said. */
export async function begin<S extends Shop>(shop: S, { name = 'Sambal Bu Tini', slug = 'sambal', country = 'ID', whatsapp }: Begun = {}): Promise<S> {
  const phone = whatsapp === undefined ? (country === 'ID' ? '0812-3456-7890' : '011-1234 5678') : whatsapp
  const begun = await shop.writing((scope) =>
    workspace.beginShop(
      scope,
      { reserved: new Set() },
      { loginId: newId(), name: 'Bu Tini' },
      {
        name,
        slug,
        country,
        currency: country === 'ID' ? 'IDR' : 'MYR',
        zone: country === 'ID' ? 'Asia/Jakarta' : 'Asia/Kuala_Lumpur',
        ...(phone !== null && { whatsapp: phone }),
      },
    ),
  )
  if (isRefusal(begun)) throw new Error(begun.refused)
  return shop
}

/** The result of a command that was meant to be done. */
export function done<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused}`)
  return result as Exclude<T, { readonly refused: string }>
}

/** Conditions that say nothing, but for what is said. */
export const conditions = (more: Partial<SetLinkConditions> = {}): SetLinkConditions => ({ rules: [], lastDay: null, mostOpenings: null, afterwards: null, ...more })

export const rule = (target: string, more: Partial<LinkRule> = {}): LinkRule => ({ countries: [], devices: [], languages: [], from: null, until: null, target, ...more })
