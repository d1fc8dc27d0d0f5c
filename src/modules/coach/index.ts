import { answerItem } from './commands/answer-item.ts'
import { endDay } from './commands/end-day.ts'
import { reopenDay } from './commands/reopen-day.ts'
import { settleOutcomes } from './commands/settle-outcomes.ts'
import { takeBackAnswer } from './commands/take-back-answer.ts'
import { shopsWithOutcomes } from './queries/shops-with-outcomes.ts'
import { today } from './queries/today.ts'

export const commands = { answerItem, settleOutcomes, takeBackAnswer, endDay, reopenDay }
export const queries = { today }
/** Goes round all shops: run by the schedule. */
export const acrossShops = { shopsWithOutcomes }

export { openAgenda, type HouseAgenda } from './agenda.ts'
export { coachErrors } from './errors.ts'
export { coachRoutes } from './routes.ts'
export { selfTestPage } from './self-test-page.ts'
export type { CoachEvent } from './events.ts'
