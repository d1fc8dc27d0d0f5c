import { answerItem } from './commands/answer-item.ts'
import { endDay } from './commands/end-day.ts'
import { reopenDay } from './commands/reopen-day.ts'
import { takeBackAnswer } from './commands/take-back-answer.ts'
import { today } from './queries/today.ts'

export const commands = { answerItem, takeBackAnswer, endDay, reopenDay }
export const queries = { today }

export { coachErrors } from './errors.ts'
export { coachRoutes } from './routes.ts'
export { selfTestPage } from './self-test-page.ts'
export type { CoachEvent } from './events.ts'
