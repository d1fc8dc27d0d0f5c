/**
 * Text from outside as it may be stored: without control characters (PostgreSQL refuses NUL) and outer spaces; null
 * where nothing is left. Whatever looks like markup stays text: it is escaped where it is shown.
 */
export function plain(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  const left = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').toWellFormed().trim()
  return left === '' ? null : left
}
