interface Span {
  from: string
  to: string
}

/** How many days there are from the first to the last, both included. */
export const daysBetween = ({ from, to }: Span): number => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1

export const within = <Of extends { day: string }>(days: readonly Of[], { from, to }: Span): Of[] => days.filter(({ day }) => day >= from && day <= to)
