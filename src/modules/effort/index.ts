import { logMinutes } from './commands/log-minutes.ts'
import { noteCost } from './commands/note-cost.ts'
import { costsNoted } from './queries/costs-noted.ts'
import { minutesSpent } from './queries/minutes-spent.ts'

export const commands = { logMinutes, noteCost }
export const queries = { minutesSpent, costsNoted }

export { effortErrors } from './errors.ts'
export type { EffortEvent } from './events.ts'
export type { MinutesSpent } from './queries/minutes-spent.ts'
export type { MinutesOfDay } from './commands/log-minutes.ts'
export type { CostWanted } from './commands/note-cost.ts'
