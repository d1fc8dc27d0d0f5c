import type { Book, Closing, Opening } from '#contract/ledger.ts'
import { knownOf, missingOf } from './book.ts'
import { total } from './draws.ts'
import type { Entries } from './entries.ts'
import type { Ledger } from './ledger.ts'
import { pointOf } from './profit.ts'
import { evidenceOf } from './sums.ts'

interface BookRead {
  ledger: Ledger
  members: Entries['members']
  kept: { openings: readonly Opening[]; closed: readonly Closing[] }
}

/** The book as its page shows it: every month with the sum that it must balance to. */
export function bookReport({ ledger, members, kept }: BookRead): Book {
  const opening = [...ledger.channels, null].map((channel) => ledger.opening(channel))
  const rows = opening.flatMap(({ minutes }) => minutes)
  const names = new Map(members.map(({ id, name }) => [id, name]))
  return {
    openings: kept.openings.map(({ id, channel, memberId, minutes, amount, day, note }) => {
      const cost = memberId ? (rows.find((row) => row.id === id)?.cost ?? null) : 0
      return { id, channel, memberId, minutes, amount, day, note, name: memberId && (names.get(memberId) ?? ''), cost }
    }),
    openingTotal: pointOf(evidenceOf(opening)),
    firstMonth: ledger.months[0]!,
    months: ledger.months.toReversed().map((month, at) => {
      const closed = kept.closed.find((one) => one.month === month)
      const recomputed = knownOf(ledger.rowsNow(month))
      const later = total(ledger.corrections.filter(({ concerns }) => concerns === month).map(({ amount }) => amount))
      const read = [...ledger.channels, null].map((channel) => ({ ...ledger.cell(month, channel), corrections: [] }))
      return { month, over: at > 0, closed: closed ? { month, at: closed.at, by: closed.by } : null, known: pointOf(evidenceOf(read)), later, recomputed, missing: missingOf(ledger.rowsNow(month)) }
    }),
    corrections: ledger.corrections.toReversed(),
    members: members.map(({ id, name }) => ({ id, name })),
  }
}
