import type { PastHit } from '../format.ts'

// What other tools call things, in our words.

const EMPTY: Omit<PastHit, 'at' | 'kind' | 'host' | 'path' | 'visitor'> = {
  name: '', referrer: '', utmSource: '', utmMedium: '', utmCampaign: '', utmContent: '', utmTerm: '', clickId: '', code: '', channelSaid: '',
  country: '', language: '', device: '', browser: '', system: '', width: 0,
}

type Told = { [Field in keyof PastHit]?: PastHit[Field] | undefined }

/** A hit of what was told; the rest is not known. */
export function hitWith(told: Pick<PastHit, 'at' | 'kind' | 'host' | 'path' | 'visitor'> & Told): PastHit {
  const hit: PastHit = { ...EMPTY, ...told } as PastHit
  for (const field of Object.keys(EMPTY) as (keyof typeof EMPTY)[]) if (hit[field] === undefined) (hit as Record<typeof field, unknown>)[field] = EMPTY[field]
  return hit
}

/** `ID` of what names a country by its two letters; '' for anything else. */
export const countryNamed = (text: string): string => (/^[a-z]{2}$/i.test(text) && text.toUpperCase() !== 'ZZ' ? text.toUpperCase() : '')

const browsers: [RegExp, string][] = [
  [/edg/, 'edge'],
  [/instagram/, 'instagram'],
  [/facebook/, 'facebook'],
  [/tiktok/, 'tiktok'],
  [/samsung/, 'samsung'],
  [/opera|opr/, 'opera'],
  [/crios|chrom/, 'chrome'],
  [/fxios|firefox/, 'firefox'],
  [/webview/, 'webview'],
  [/safari|^ios$/, 'safari'],
]

/** `Chrome 120`, `crios`, `Mobile Safari` by the family that our own counting calls them; what it does not know by its own name. */
export function browserNamed(text: string): string {
  const named = text.trim().toLowerCase().replace(/\s+[\d.]+$/, '')
  return browsers.find(([pattern]) => pattern.test(named))?.[1] ?? named
}

const systems: [RegExp, string][] = [
  [/^windows/i, 'Windows'],
  [/^android/i, 'Android'],
  [/^ios|^ipados|^iphone/i, 'iOS'],
  [/^mac|^os ?x/i, 'Mac OS'],
  [/^chrom/i, 'Chrome OS'],
  [/^linux|^gnu\/linux|^ubuntu|^fedora|^debian/i, 'Linux'],
]

export const systemNamed = (text: string): string => systems.find(([pattern]) => pattern.test(text.trim()))?.[1] ?? text.trim().replace(/\s+[\d.]+$/, '')

const devices: [RegExp, PastHit['device']][] = [
  [/mobile|phone/i, 'phone'],
  [/tablet/i, 'tablet'],
  [/desktop|laptop|computer|pc/i, 'desktop'],
]

export const deviceNamed = (text: string): PastHit['device'] => devices.find(([pattern]) => pattern.test(text))?.[1] ?? ''

/** Where no device is told: what system it has says it, of a phone's only with the screen's width. */
export function deviceOf(system: string, width: number): PastHit['device'] {
  if (['Windows', 'Mac OS', 'Linux', 'Chrome OS'].includes(system)) return 'desktop'
  if (system !== 'Android' && system !== 'iOS') return ''
  return width === 0 ? '' : width < 600 ? 'phone' : 'tablet'
}
