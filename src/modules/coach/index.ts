import { answerItem } from './commands/answer-item.ts'
import { bringBack } from './commands/bring-back.ts'
import { changeStory } from './commands/change-story.ts'
import { endDay } from './commands/end-day.ts'
import { reopenDay } from './commands/reopen-day.ts'
import { disagree } from './commands/disagree.ts'
import { keepSelfTest } from './commands/keep-self-test.ts'
import { dropResolution, resolve } from './commands/resolve.ts'
import { sayFact } from './commands/say-fact.ts'
import { settleOutcomes } from './commands/settle-outcomes.ts'
import { takeBackAnswer } from './commands/take-back-answer.ts'
import { shopsWithOutcomes } from './queries/shops-with-outcomes.ts'
import { stage } from './queries/stage.ts'
import { publicStory } from './queries/story.ts'
import { today } from './queries/today.ts'
import { worth } from './queries/worth.ts'

export const commands = { answerItem, bringBack, settleOutcomes, takeBackAnswer, endDay, reopenDay, sayFact, keepSelfTest, disagree, resolve, dropResolution, changeStory }
export const queries = { today, worth, stage, publicStory }
/** Goes round all shops: run by the schedule. */
export const acrossShops = { shopsWithOutcomes }

export { agenda } from './own-agenda.ts'
export { openAgenda, type HouseAgenda } from './agenda.ts'
export { rank, type Rankable } from './model/rank.ts'
export { coachErrors } from './errors.ts'
export { coachRoutes } from './routes.ts'
export { stageRoutes } from './stage-routes.ts'
export { selfTestPage } from './self-test-page.ts'
export type { CoachEvent } from './events.ts'
