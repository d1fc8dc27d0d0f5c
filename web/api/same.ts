/** The new answer, made of the old one's parts wherever they say the same: what follows a part need not follow a copy of it. */
export function keepSame(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before
  if (Array.isArray(before) && Array.isArray(after)) {
    const parts = after.map((part, at) => keepSame(before[at], part))
    return before.length === parts.length && parts.every((part, at) => Object.is(part, before[at])) ? before : parts
  }
  if (!isPlain(before) || !isPlain(after)) return after
  const parts = Object.fromEntries(Object.entries(after).map(([name, part]) => [name, keepSame(before[name], part)]))
  const names = Object.keys(parts)
  return names.length === Object.keys(before).length && names.every((name) => Object.hasOwn(before, name) && Object.is(parts[name], before[name])) ? before : parts
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
