export interface FittedPicture {
  bytes: Buffer
  type: 'image/jpeg'
  width: number
  height: number
}

// A picture of 10,000 × 10,000 unpacks to 400 MB: nothing a phone takes is larger than this.
const MOST_PIXELS = 80_000_000
// No SVG or PDF: what they draw with is not only pixels.
const PICTURES: readonly string[] = ['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff']

/**
 * A picture made again to fit a network: upright, without what the camera wrote into it (place, time, owner), at most
 * `mostSide` wide and high and `mostBytes` long. Null for what is no picture.
 */
export async function fitPicture(source: Buffer, { mostBytes, mostSide }: { mostBytes: number; mostSide: number }): Promise<FittedPicture | null> {
  const { default: sharp } = await import('sharp')
  let side = mostSide
  try {
    const { format } = await sharp(source, { limitInputPixels: MOST_PIXELS }).metadata()
    if (!PICTURES.includes(format)) return null
    for (;;) {
      for (const quality of [88, 78, 66]) {
        const { data, info } = await sharp(source, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
          .autoOrient()
          .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#ffffff' })
          .jpeg({ quality, progressive: true })
          .toBuffer({ resolveWithObject: true })
        if (data.length <= mostBytes) return { bytes: data, type: 'image/jpeg', width: info.width, height: info.height }
      }
      side = Math.floor(side * 0.75)
      if (side < 64) return null
    }
  } catch {
    // sharp says by throwing that the bytes are no picture it can read.
    return null
  }
}
