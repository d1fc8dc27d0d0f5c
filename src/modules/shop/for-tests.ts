import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { secretsFrom } from '#platform/secrets'

export const secrets = secretsFrom(Buffer.alloc(32, 7))

interface Shop {
  writing<T>(work: (scope: WriteScope) => Promise<T>): Promise<T>
}

/** A shop that has begun: Bu Tini's in Yogyakarta, or Kak Ros's in Kota Bharu. */
export async function begin<S extends Shop>(shop: S, country: 'ID' | 'MY' = 'ID'): Promise<S> {
  const begun = await shop.writing((scope) =>
    workspace.beginShop(
      scope,
      { reserved: new Set() },
      { loginId: newId(), name: country === 'ID' ? 'Bu Tini' : 'Kak Ros' },
      country === 'ID'
        ? { name: 'Sambal Bu Tini', country, currency: 'IDR', zone: 'Asia/Jakarta' }
        : { name: 'Kuih Kak Ros', country, currency: 'MYR', zone: 'Asia/Kuala_Lumpur' },
    ),
  )
  done(begun)
  return shop
}

/** The result of a command that was meant to be done. */
export function done<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused} ${result.where ?? ''}`)
  return result as Exclude<T, { readonly refused: string }>
}
