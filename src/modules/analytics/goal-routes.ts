import { visitGoalsRoutes as contract } from '#contract/visit-goals.ts'
import { serve, type Served } from '#platform/http'
import { removeGoal } from './commands/remove-goal.ts'
import { saveGoal } from './commands/save-goal.ts'
import { askedOf, inPeriod } from './period.ts'
import { goalsOfVisits } from './queries/goals-of-visits.ts'

export const goalRoutes = (): Served[] => [
  serve(contract.goals, ({ scope, query }) => inPeriod(scope, query, async (period) => ({ goals: await goalsOfVisits(scope, askedOf(period, query)) }))),
  serve(contract.addGoal, ({ scope, body }) => saveGoal(scope, body)),
  serve(contract.changeGoal, ({ scope, params, body }) => saveGoal(scope, body, params.id)),
  serve(contract.removeGoal, ({ scope, params }) => removeGoal(scope, params.id)),
]
