import type { Account, NetworkManifest } from '#contract/networks.ts'
import { finalText, LINK_PLACE } from '#contract/post-text.ts'
import { textExcess, textLength } from '#contract/text-length.ts'
import { number } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'

export type LinkTo = 'none' | 'shop-page' | 'whatsapp' | 'url'

/** What one account makes of the post, as it will be sent. */
export interface Made {
  text: string
  length: number
  most: number | null
  warnings: { text: string; tone: 'unsure' | 'bad' }[]
  /** It would be refused as it is. */
  blocked: boolean
}

interface Written {
  text: string
  ownText: string | undefined
  linkTo: LinkTo
  /** Where others reach Kicau; null where no link can go in. */
  publicUrl: string | null
  pictures: number
}

export function made(account: Account, manifest: NetworkManifest | undefined, { text, ownText, linkTo, publicUrl, pictures }: Written): Made {
  const written = ownText?.trim() ? ownText : text
  const dead = manifest?.links === 'dead'
  const linked = linkTo !== 'none' && publicUrl !== null && (!dead || written.includes(LINK_PLACE))
  // As long as a real one will be.
  const final = finalText(written, linked ? `${publicUrl}/l/abcde` : null)
  const limit = manifest?.text ?? { most: null, unit: 'characters' as const, mostBytes: null }
  const over = textExcess(final, limit)
  const byHand = account.way === 'hand-over'
  const network = account.networkName
  const tooMany = manifest !== undefined && pictures > manifest.images.most

  const warnings: Made['warnings'] = []
  if (over > 0) {
    const values = { over: number(over), network }
    warnings.push(byHand ? { text: t('publishing:compose.warn.overByHand', values), tone: 'unsure' } : { text: t('publishing:compose.warn.over', values), tone: 'bad' })
  }
  if (tooMany) warnings.push({ text: t('publishing:compose.warn.pictures', { network, most: number(manifest.images.most) }), tone: byHand ? 'unsure' : 'bad' })
  if (manifest?.images.needed && pictures === 0) warnings.push({ text: t('publishing:compose.warn.needsPicture', { network }), tone: 'unsure' })
  if (dead && linkTo !== 'none') warnings.push({ text: t('publishing:compose.warn.deadLink', { network }), tone: 'unsure' })
  if (account.state === 'needs-reconnect') warnings.push({ text: t('publishing:compose.warn.reconnect'), tone: 'bad' })
  return { text: final, length: textLength(final, limit.unit), most: limit.most, warnings, blocked: !byHand && (over > 0 || tooMany) }
}

/** The next full hour but one of the shop's clock: early enough to be of use, late enough to be changed. */
export function soon(today: string, clock: string): { day: string; time: string } {
  const hour = Number(clock.slice(0, 2)) + 2
  if (hour < 24) return { day: today, time: `${String(hour).padStart(2, '0')}:00` }
  const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return { day: tomorrow, time: '08:00' }
}
