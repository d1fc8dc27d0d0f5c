import { z } from 'zod'
import { route } from './route.ts'
import { Language, noContent, ShopParams, ShopThingParams } from './values.ts'

/** How a sheet of one link's QR code is cut: squares for anything, cards of 90 × 55 mm, round labels of 60 mm for lids. */
export const sheetKinds = ['squares', 'cards', 'lids'] as const
export const SheetKind = z.enum(sheetKinds)
export type SheetKind = z.infer<typeof SheetKind>

/** Its version, which changes with it; null where there is none. */
export const QrLogo = z.object({ version: z.string().nullable() })
export type QrLogo = z.infer<typeof QrLogo>

export const linkQrRoutes = {
  linkQr: route({
    method: 'GET',
    path: '/api/shops/:shop/links/:id/qr',
    who: 'member',
    summary: "A link's QR code, as SVG or PNG.",
    params: ShopThingParams,
    query: z.object({
      as: z.enum(['svg', 'png']).default('svg'),
      download: z.stringbool().default(false),
      /** The logo's version: another address makes a browser ask anew. */
      logo: z.string().max(20).optional(),
    }),
    answer: z.string(),
  }),
  linkSheet: route({
    method: 'GET',
    path: '/api/shops/:shop/links/:id/sheet',
    who: 'member',
    summary: "An A4 page of a link's QR code with the shop's name, to print and cut: squares, business cards, or round labels for lids.",
    params: ShopThingParams,
    query: z.object({ lang: Language.optional(), as: SheetKind.default('squares') }),
    answer: z.string(),
  }),
  qrLogo: route({
    method: 'GET',
    path: '/api/shops/:shop/qr-logo',
    who: 'member',
    summary: "Whether the shop's QR codes have a logo in their middle.",
    params: ShopParams,
    answer: QrLogo,
  }),
  setQrLogo: route({
    method: 'POST',
    path: '/api/shops/:shop/qr-logo',
    who: 'member',
    notForGuests: true,
    summary: "Puts a logo into the middle of the shop's QR codes: JPEG, PNG or WebP, at most 8 MB.",
    params: ShopParams,
    upload: true,
    answer: QrLogo,
  }),
  removeQrLogo: route({
    method: 'DELETE',
    path: '/api/shops/:shop/qr-logo',
    who: 'member',
    summary: "Takes the logo out of the shop's QR codes.",
    params: ShopParams,
    answer: noContent,
  }),
}
