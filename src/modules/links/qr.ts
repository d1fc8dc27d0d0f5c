import { encodeQR } from 'qr'

const MARGIN = 4
const PIXELS = 1024
/** Of a code's side: with `high`, which mends 30%, a logo of a fifth (a twenty-fifth of the area) leaves most of it for scratches. */
const LOGO_SHARE = 0.2

/** A link's QR code as an SVG document, black on white in light and dark alike: cameras want it so. `logo` a square PNG. */
export function qrSvg(url: string, logo: Buffer | null = null): string {
  const code = printed(url, logo)
  const whole = code.length
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${whole}v${whole}H0z"/><path d="${code.map(runsOf).join('')}"/>${logo ? inTheMiddle(whole, logo) : ''}</svg>`
  )
}

/** As a PNG of 1,024 pixels, for whoever prints with a word processor. */
export async function qrPng(url: string, logo: Buffer | null = null): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const code = printed(url, logo)
  const whole = code.length
  const squares = Uint8Array.from(code.flat(), (dark) => (dark ? 0 : 255))
  const drawn = sharp(squares, { raw: { width: whole, height: whole, channels: 1 } }).resize(PIXELS, PIXELS, { kernel: 'nearest' }).png()
  if (!logo) return drawn.toBuffer()
  const { from, side } = middleOf(whole)
  const scale = PIXELS / whole
  const inner = Math.round((side - 1) * scale)
  const edge = Math.round((side * scale - inner) / 2)
  const white = { top: edge, bottom: edge, left: edge, right: edge, background: '#ffffff' }
  const picture = await sharp(logo).resize(inner, inner).extend(white).png().toBuffer()
  const at = Math.round(from * scale)
  return sharp(await drawn.toBuffer()).toColourspace('srgb').composite([{ input: picture, left: at, top: at }]).png().toBuffer()
}

/** Its squares by row, margin and all. A quarter may be scratched or greasy and it still reads: these stand on jars. What a logo covers is scratched for good. */
const printed = (url: string, logo: Buffer | null): boolean[][] => encodeQR(url, 'raw', { ecc: logo ? 'high' : 'quartile', border: MARGIN })

/** A row's dark squares, those side by side as one. */
function runsOf(row: readonly boolean[], y: number): string {
  let runs = ''
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const from = x
    while (row[x + 1]) x++
    runs += `M${from} ${y}h${x + 1 - from}v1H${from}z`
  }
  return runs
}

function inTheMiddle(whole: number, logo: Buffer): string {
  const { from, side } = middleOf(whole)
  const box = `x="${from}" y="${from}" width="${side}" height="${side}"`
  return `<rect ${box} fill="#fff"/><image x="${from + 0.5}" y="${from + 0.5}" width="${side - 1}" height="${side - 1}" href="data:image/png;base64,${logo.toString('base64')}"/>`
}

/** The square that the logo takes, in squares from the margin's edge: whole ones only, since half of one is a doubt. */
function middleOf(whole: number): { from: number; side: number } {
  const size = whole - 2 * MARGIN
  // A code's side is odd, so the square's must be, to stand in the middle.
  const side = 2 * Math.floor((size * LOGO_SHARE) / 2) + 1
  return { from: MARGIN + (size - side) / 2, side }
}
