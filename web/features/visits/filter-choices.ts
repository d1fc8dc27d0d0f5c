/** What there is to pick: what was found, most visitors first, behind what is picked already and was not found just now: that stays in sight whatever is sought. */
export const choicesOf = (found: readonly string[], picked: readonly string[]): string[] => [...picked.filter((value) => !found.includes(value)), ...found]
