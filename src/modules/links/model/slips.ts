const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Every code that a slip of the thumb makes this one of: one letter wrong, missing or too many, or two changed about. */
export function slipsOf(code: string): string[] {
  const slips = new Set<string>()
  for (let at = 0; at <= code.length; at++) {
    const [before, after] = [code.slice(0, at), code.slice(at)]
    for (const letter of LETTERS) {
      slips.add(before + letter + after)
      if (after) slips.add(before + letter + after.slice(1))
    }
    if (after) slips.add(before + after.slice(1))
    if (after.length > 1) slips.add(before + after[1]! + after[0]! + after.slice(2))
  }
  slips.delete(code)
  return [...slips]
}
