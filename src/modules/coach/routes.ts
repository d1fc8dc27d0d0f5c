import { coachRoutes as contract } from '#contract/coach.ts'
import { serve, type Served } from '#platform/http'
import type { HouseAgenda } from './agenda.ts'
import { asMember } from './as-member.ts'
import { answerItem } from './commands/answer-item.ts'
import { bringBack } from './commands/bring-back.ts'
import { endDay } from './commands/end-day.ts'
import { reopenDay } from './commands/reopen-day.ts'
import { takeBackAnswer } from './commands/take-back-answer.ts'
import { today } from './queries/today.ts'
import { worth } from './queries/worth.ts'

export interface CoachNeeds {
  agenda: HouseAgenda
}

export const coachRoutes = (needs: CoachNeeds): Served[] => [
  serve(contract.today, (call) => asMember(call, (memberId) => today(call.scope, needs, { memberId, owner: call.role === 'owner' }))),
  serve(contract.worth, (call) => asMember(call, (memberId) => worth(call.scope, needs, memberId))),
  serve(contract.answerItem, (call) => asMember(call, (memberId) => answerItem(call.scope, needs, { memberId, ...call.body }))),
  serve(contract.takeBackAnswer, (call) => asMember(call, (memberId) => takeBackAnswer(call.scope, { memberId, key: call.query.key }))),
  serve(contract.bringBack, (call) => asMember(call, (memberId) => bringBack(call.scope, memberId))),
  serve(contract.endDay, (call) => asMember(call, (memberId) => endDay(call.scope, memberId))),
  serve(contract.reopenDay, (call) => asMember(call, (memberId) => reopenDay(call.scope, memberId))),
]
