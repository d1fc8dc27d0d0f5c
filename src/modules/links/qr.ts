import { create, toBuffer, toString, type QRCodeErrorCorrectionLevel } from 'qrcode'

const MARGIN = 4
const PIXELS = 1024
/** Of a code's side: with H, which mends 30%, a logo of a fifth (a twenty-fifth of the area) leaves most of it for scratches. */
const LOGO_SHARE = 0.2

// A quarter may be scratched or greasy and it still reads: these stand on jars. What a logo covers is scratched for good.
const printed = (logo: Buffer | null): { errorCorrectionLevel: QRCodeErrorCorrectionLevel; margin: number } => ({
  errorCorrectionLevel: logo ? 'H' : 'Q',
  margin: MARGIN,
})

/** A link's QR code as an SVG document, black on white in light and dark alike: cameras want it so. `logo` a square PNG. */
export async function qrSvg(url: string, logo: Buffer | null = null): Promise<string> {
  const svg = await toString(url, { ...printed(logo), type: 'svg' })
  if (!logo) return svg
  const { from, side } = middleOf(url, logo)
  const box = `x="${from}" y="${from}" width="${side}" height="${side}"`
  const picture = `<rect ${box} fill="#fff"/><image x="${from + 0.5}" y="${from + 0.5}" width="${side - 1}" height="${side - 1}" href="data:image/png;base64,${logo.toString('base64')}"/>`
  return svg.replace(/<\/svg>\s*$/, `${picture}</svg>`)
}

/** As a PNG of 1,024 pixels, for whoever prints with a word processor. */
export async function qrPng(url: string, logo: Buffer | null = null): Promise<Buffer> {
  const code = await toBuffer(url, { ...printed(logo), type: 'png', width: PIXELS })
  if (!logo) return code
  const { default: sharp } = await import('sharp')
  const { from, side, whole } = middleOf(url, logo)
  const scale = PIXELS / whole
  const inner = Math.round((side - 1) * scale)
  const edge = Math.round((side * scale - inner) / 2)
  const white = { top: edge, bottom: edge, left: edge, right: edge, background: '#ffffff' }
  const picture = await sharp(logo).resize(inner, inner).extend(white).png().toBuffer()
  const at = Math.round(from * scale)
  return sharp(code).composite([{ input: picture, left: at, top: at }]).png().toBuffer()
}

/** The square that the logo takes, in modules from the margin's edge: whole modules only, since half of one is a doubt. */
function middleOf(url: string, logo: Buffer | null): { from: number; side: number; whole: number } {
  const { size } = create(url, printed(logo)).modules
  // A code's side is odd, so the square's must be, to stand in the middle.
  const side = 2 * Math.floor((size * LOGO_SHARE) / 2) + 1
  return { from: MARGIN + (size - side) / 2, side, whole: size + 2 * MARGIN }
}
