import { MOST_BYTES } from './limits.ts'
import { kindOf } from './sniff.ts'
import { bytesSource } from './source.ts'
import { unpacked, zipNames } from './zip-parts.ts'

/** The one text file in a zip file, unpacked, or of several the one that is called so; null where there is none or which is not known. Throws `FileRefused`. */
export async function textInZip(bytes: Uint8Array, called: RegExp): Promise<Uint8Array | null> {
  const source = bytesSource(bytes)
  if ((await kindOf(source)) !== 'zip') return null
  const texts = (await zipNames(source)).filter((one) => /\.txt$/i.test(one) && !/(^|\/)(__MACOSX\/|\._)/.test(one))
  const [name, ...others] = texts.length > 1 ? texts.filter((one) => called.test(one)) : texts
  return name === undefined || others.length > 0 ? null : unpacked(source, name, MOST_BYTES)
}
