import { createHmac, timingSafeEqual } from 'node:crypto'

/** As Stripe's own library has it: what was signed longer ago, or is from further ahead, is not heard. */
export const TOLERANCE_SECONDS = 300

/**
 * `Stripe-Signature: t=<seconds>,v1=<hex>`, HMAC-SHA-256 over `t.body`; several `v1` while a secret is being changed.
 * https://docs.stripe.com/webhooks#verify-manually
 */
export function signatureFits(header: string | undefined, body: Buffer, secret: string, now: Date): 'fits' | 'signature' | 'old' {
  const parts = (header ?? '').slice(0, 2000).split(',').map((part) => part.split('=', 2) as [string, string?])
  const at = parts.find(([name]) => name === 't')?.[1] ?? ''
  if (!/^\d{1,12}$/.test(at)) return 'signature'
  const expected = createHmac('sha256', secret).update(`${at}.`).update(body).digest()
  const fits = parts.some(([name, hex = '']) => {
    const sent = name === 'v1' ? Buffer.from(hex, 'hex') : Buffer.alloc(0)
    return sent.length === expected.length && timingSafeEqual(sent, expected)
  })
  if (!fits) return 'signature'
  return Math.abs(now.getTime() / 1000 - Number(at)) > TOLERANCE_SECONDS ? 'old' : 'fits'
}
