const MOST_PIXELS = 50_000_000
/** A sticker photographed from afar still shows its squares; more only takes longer. */
const SIDES = [1000, 1600, 600]

/** The text of the QR code in a photo or screenshot; null where none can be read. */
export async function readQrPicture(picture: Uint8Array): Promise<string | null> {
  if (picture.length === 0) return null
  // Both are needed once in a shop's life.
  const [{ default: sharp }, { default: decodeQR }] = await Promise.all([import('sharp'), import('qr/decode.js')])
  for (const side of SIDES) {
    const drawn = await sharp(picture, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch(() => null)
    if (drawn === null) return null
    try {
      return decodeQR({ width: drawn.info.width, height: drawn.info.height, data: new Uint8Array(drawn.data) })
    } catch {
      // It says by throwing that it found none; at another size it may.
    }
  }
  return null
}
