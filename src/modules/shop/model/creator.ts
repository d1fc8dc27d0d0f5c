import { plain } from './text.ts'

/** How long a handle may be with its `@`. */
const LONGEST = 81

/** A creator's handle as it is kept, `@name`; null where there is none. */
export function creatorNamed(text: string | null | undefined): string | null {
  const name = (plain(text) ?? '')
    .normalize('NFKC')
    .replace(/^[\s@]+|\s+$/g, '')
    .replace(/\s+/g, ' ')
  return name === '' || /^[-–—]$/.test(name) ? null : `@${name}`.slice(0, LONGEST)
}
