import type { PublicPayPage } from '#contract/pay-page.ts'
import type { Money } from '#contract/values.ts'
import type { WordKey } from '$i18n/namespaces'
import type { wordsFor } from '$i18n/public'

type Way = Pick<PublicPayPage['ways'][number], 'kind' | 'way'> & { currency: Money }

/** What a shop's own code is called where such money is: the same in every language. */
const codes: Partial<Record<Money, string>> = { IDR: 'QRIS', MYR: 'DuitNow QR' }
/** What is paid with there beside transfers and cards. */
const alsoPaidWith: Partial<Record<Money, string>> = { IDR: 'QRIS', MYR: 'FPX' }

/** A way to pay, in its buyer's words: by what it is paid in, whichever language they read. */
export function wayName(t: ReturnType<typeof wordsFor>, { kind, way, currency }: Way): string {
  const code = kind === 'static-qr' ? codes[currency] : undefined
  // Not every provider has both ways; those it has, have a name.
  return code ?? t(`pay:page.ways.${kind}.${way}` as WordKey, { also: alsoPaidWith[currency] ?? '' })
}
