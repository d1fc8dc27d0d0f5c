import { toBuffer, toString } from 'qrcode'
import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import { escapeHtml } from './redirect/gone-page.ts'

// A quarter may be scratched or greasy and it still reads: these stand on jars.
const PRINT = { errorCorrectionLevel: 'Q', margin: 4 } as const

/** A link's QR code as an SVG document, black on white in light and dark alike: cameras want it so. */
export const qrSvg = (url: string): Promise<string> => toString(url, { ...PRINT, type: 'svg' })

/** As a PNG of 1,024 pixels, for whoever prints with a word processor. */
export const qrPng = (url: string): Promise<Buffer> => toBuffer(url, { ...PRINT, type: 'png', width: 1024 })

export interface Sheet {
  url: string
  shop: string
  name: string | null
  language: Language
}

const SHEET_STYLE =
  '@page{size:A4;margin:10mm}*{box-sizing:border-box}body{font:10pt/1.3 system-ui,sans-serif;color:#000;background:#fff;margin:0}' +
  'main{display:grid;grid-template-columns:repeat(3,1fr);width:190mm;margin:auto}' +
  'figure{margin:0;height:69mm;padding:3mm;border:.2mm dashed #999;text-align:center;overflow:hidden;break-inside:avoid}' +
  'svg{width:44mm;height:44mm;display:block;margin:0 auto}b{display:block;font-size:11pt}' +
  'p{max-width:190mm;margin:4mm auto;padding:0 3mm}@media print{p{display:none}}'

/** Twelve codes on an A4 page, with the shop's name and the address to type by hand: to print and cut. */
export async function qrSheet({ url, shop, name, language }: Sheet): Promise<string> {
  const text = textsIn(language)
  const svg = (await qrSvg(url)).replace(/^<\?xml[^>]*\?>|<!DOCTYPE[^>]*>/gi, '')
  const address = escapeHtml(url.replace(/^https?:\/\//, ''))
  const one = `<figure><b>${escapeHtml(shop)}</b>${svg}<figcaption>${escapeHtml(text('links:sheet.scan'))}<br>${address}</figcaption></figure>`
  const title = escapeHtml(name === null ? shop : `${shop} · ${name}`)
  return (
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title><style>${SHEET_STYLE}</style>` +
    `<p>${escapeHtml(text('links:sheet.how'))}</p><main>${one.repeat(12)}</main></html>`
  )
}
