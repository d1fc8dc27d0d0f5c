import { experimentsRoutes as contract } from '#contract/experiments.ts'
import { serve, type Served } from '#platform/http'
import { beginExperiment } from './commands/begin-experiment.ts'
import { callOffExperiment, resumeExperiment } from './commands/call-off-experiment.ts'
import { experiments } from './queries/experiments.ts'
import { outlook } from './queries/outlook.ts'

export const experimentsRoutes = (): Served[] => [
  serve(contract.experiments, ({ scope }) => experiments(scope)),
  serve(contract.experimentOutlook, ({ scope, query }) => outlook(scope, query)),
  serve(contract.beginExperiment, ({ scope, body }) => beginExperiment(scope, body)),
  serve(contract.callOffExperiment, ({ scope, params }) => callOffExperiment(scope, params.id)),
  serve(contract.resumeExperiment, ({ scope, params }) => resumeExperiment(scope, params.id)),
]
