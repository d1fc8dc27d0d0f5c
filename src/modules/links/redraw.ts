import type { Sharp } from 'sharp'

const MOST_PIXELS = 50_000_000

/**
 * A picture that somebody sent, drawn anew: upright, without place and camera, as `draw` says. Null for what is no JPEG,
 * PNG, WebP or HEIF; an SVG is none either, since what it draws with is not only pixels.
 */
export async function redraw(picture: Uint8Array, draw: (image: Sharp) => Sharp): Promise<Buffer | null> {
  const { default: sharp } = await import('sharp')
  try {
    const image = sharp(picture, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    const { format } = await image.metadata()
    if (!['jpeg', 'png', 'webp', 'heif'].includes(format)) return null
    return await draw(image.rotate()).toBuffer()
  } catch {
    return null
  }
}
