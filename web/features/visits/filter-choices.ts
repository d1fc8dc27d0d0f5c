export interface NamedValue {
  value: string
  label: string
}

/**
 * Of the values with most visitors, those whose name or own spelling holds the words sought, at most so many at once. What is picked already
 * stays in sight whatever is sought.
 */
export function choicesOf(all: readonly NamedValue[], { search, picked, most }: { search: string; picked: readonly string[]; most: number }): { shown: NamedValue[]; more: boolean } {
  const sought = search.trim().toLowerCase()
  const fits = ({ value, label }: NamedValue) => label.toLowerCase().includes(sought) || value.toLowerCase().includes(sought)
  const fitting = all.filter(fits)
  const first = new Set(fitting.slice(0, most))
  return { shown: all.filter((one) => first.has(one) || picked.includes(one.value)), more: fitting.length > most }
}
