import type { Channel } from '#contract/channels.ts'
import { addDays, dayIn, instantAt } from '#platform/clock'
import { seeded } from '../random.ts'
import { BEGUN, visitsPerWeek, ZONE } from './plan.ts'

export interface RosVisit {
  at: Date
  channel: Channel
  visitor: string
  openedWhatsapp: boolean
}

const SEED = 20_261_011

/** The visits of her six weeks before `now`: the same every time, but for the day they count back from. */
export function visitsBefore(now: Date): RosVisit[] {
  const random = seeded(SEED)
  const today = dayIn(ZONE, now)
  return (Object.entries(visitsPerWeek) as [Channel, readonly number[]][]).flatMap(([channel, weeks]) =>
    weeks.flatMap((count, week) =>
      Array.from({ length: count }, (_, number) => {
        const day = addDays(today, week * 7 - BEGUN + Math.floor(random() * 7))
        const hour = String(8 + Math.floor(random() * 14)).padStart(2, '0')
        return { at: instantAt(ZONE, day, `${hour}:25`), channel, visitor: `${channel}-${week}-${number}`, openedWhatsapp: random() < 0.3 }
      }),
    ),
  )
}
