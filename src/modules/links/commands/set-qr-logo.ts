import type { QrLogo } from '#contract/link-qr.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { qrLogo } from '../queries/qr-logo.ts'
import { redraw } from '../redraw.ts'
import { tables } from '../tables.ts'

/** Printed at a fifth of a code: 320 pixels are more than enough for a poster. */
const PIXELS = 320

/** Puts a logo into the middle of the shop's QR codes: whole, on white, square. */
export async function setQrLogo(scope: WriteScope, media: Pick<MediaStore, 'put'>, picture: Uint8Array): Promise<QrLogo | Refusal> {
  const white = { r: 255, g: 255, b: 255 }
  const drawn = await redraw(picture, (image) =>
    image.flatten({ background: white }).resize({ width: PIXELS, height: PIXELS, fit: 'contain', background: white }).png({ palette: true }),
  )
  if (!drawn) return refuse('links.logo-unreadable')
  const kept = await media.put(drawn, { workspaceId: scope.workspaceId, type: 'image/png' })
  if (isRefusal(kept)) return kept
  const change = { logo: kept.key, changedAt: scope.clock.now() }
  await tables(scope)
    .insertInto('linksLogos')
    .values({ workspaceId: scope.workspaceId, ...change })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(change))
    .execute()
  await scope.announce({ type: 'QrLogoChanged' })
  return qrLogo(scope)
}

export async function removeQrLogo(scope: WriteScope): Promise<void> {
  await tables(scope).deleteFrom('linksLogos').where('workspaceId', '=', scope.workspaceId).execute()
  await scope.announce({ type: 'QrLogoChanged' })
}
