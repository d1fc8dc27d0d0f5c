import type { SheetKind } from '#contract/link-qr.ts'
import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import { qrSvg } from './qr.ts'
import { escapeHtml } from './redirect/small-page.ts'

export interface Sheet {
  url: string
  shop: string
  name: string | null
  language: Language
  kind: SheetKind
  logo: Buffer | null
}

/** How many go on an A4 page, and how they lie. */
const layouts: Record<SheetKind, { count: number; style: string }> = {
  squares: {
    count: 12,
    style: 'main{grid-template-columns:repeat(3,1fr);width:190mm}figure{height:69mm;padding:3mm;border:.2mm dashed #999}svg{width:44mm;height:44mm}',
  },
  // Business cards as they are sold in Indonesia and Malaysia, 90 by 55.
  cards: {
    count: 10,
    style:
      'main{grid-template-columns:repeat(2,90mm);width:180mm}figure{display:grid;grid-template-columns:40mm 1fr;grid-template-rows:1fr auto auto 1fr;' +
      'column-gap:4mm;height:55mm;padding:5mm;border:.2mm dashed #999;text-align:left}svg{grid-row:1/-1;align-self:center;width:40mm;height:40mm}' +
      'b{grid-row:2;grid-column:2}figcaption{grid-row:3;grid-column:2}',
  },
  // Lids of jars of 150 to 250 g are 60 to 66 mm wide; the square of the code lies well inside the circle.
  lids: {
    count: 12,
    style:
      'main{grid-template-columns:repeat(3,60mm);gap:5mm;width:190mm;justify-content:center}figure{width:60mm;height:60mm;padding:7mm 9mm 5mm;border:.2mm dashed #999;border-radius:50%}' +
      'svg{width:34mm;height:34mm}b{max-width:32mm;margin:auto;font-size:8pt;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}figcaption{font-size:6.5pt;line-height:1.2}',
  },
}

const STYLE =
  '@page{size:A4;margin:10mm}*{box-sizing:border-box}body{font:10pt/1.3 system-ui,sans-serif;color:#000;background:#fff;margin:0}' +
  'main{display:grid;margin:auto}figure{margin:0;text-align:center;overflow:hidden;break-inside:avoid}' +
  'svg{display:block;margin:0 auto}b{display:block;font-size:11pt}figcaption{overflow-wrap:anywhere}' +
  'p{max-width:190mm;margin:4mm auto;padding:0 3mm}@media print{p{display:none}}'

/** An A4 page of one link's QR code, with the shop's name and the address to type by hand: to print and cut. */
export function qrSheet({ url, shop, name, language, kind, logo }: Sheet): string {
  const text = textsIn(language)
  const { count, style } = layouts[kind]
  const svg = qrSvg(url, logo)
  const address = escapeHtml(url.replace(/^https?:\/\//, ''))
  const one = `<figure><b>${escapeHtml(shop)}</b>${svg}<figcaption>${escapeHtml(text('links:sheet.scan'))}<br>${address}</figcaption></figure>`
  const title = escapeHtml(name === null ? shop : `${shop} · ${name}`)
  return (
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title><style>${STYLE}${style}</style>` +
    `<p>${escapeHtml(text('links:sheet.how'))}</p><main>${one.repeat(count)}</main></html>`
  )
}
