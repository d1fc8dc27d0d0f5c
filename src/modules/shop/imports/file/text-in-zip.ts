import { MOST_BYTES } from './limits.ts'
import { kindOf } from './sniff.ts'
import { bytesSource } from './source.ts'
import { unpacked, zipNames } from './zip-parts.ts'

/** The one text file in a zip file, unpacked; null where there is none or several. Throws `FileRefused`. */
export async function textInZip(bytes: Uint8Array): Promise<Uint8Array | null> {
  const source = bytesSource(bytes)
  if ((await kindOf(source)) !== 'zip') return null
  const [name, ...others] = (await zipNames(source)).filter((one) => /\.txt$/i.test(one) && !/(^|\/)(__MACOSX\/|\._)/.test(one))
  return name === undefined || others.length > 0 ? null : unpacked(source, name, MOST_BYTES)
}
