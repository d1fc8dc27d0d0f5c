import type { BeginShop, ShopProfile } from '#contract/workspace.ts'
import type { t as translate } from '$i18n/words.svelte'

export type Country = ShopProfile['country']
export type Zone = ShopProfile['zone']
export type Aim = NonNullable<ShopProfile['aim']>
export type Worth = NonNullable<BeginShop['worth']>

const zones: Record<Country, Zone[]> = {
  ID: ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
  MY: ['Asia/Kuala_Lumpur'],
}
export const zonesOf = (country: Country): Zone[] => zones[country]

export const currencyOf = (country: Country): ShopProfile['currency'] => (country === 'MY' ? 'MYR' : 'IDR')

const aims: Aim[] = ['customers', 'awareness', 'leads', 'community']
export const aimsOf = (t: typeof translate) =>
  aims.map((aim) => ({ value: aim, label: t(`workspace:aims.${aim}.name`), hint: t(`workspace:aims.${aim}.hint`) }))
