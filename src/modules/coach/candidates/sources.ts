import type { ReadScope } from '#platform/scope'
import type { Candidate } from '../model/candidate.ts'
import { fromEffort } from './from-effort.ts'
import { fromPublishing } from './from-publishing.ts'
import { fromShop } from './from-shop.ts'
import type { Asked, CandidateSource } from './source.ts'

const sources: readonly CandidateSource[] = [fromPublishing, fromShop, fromEffort]

export async function candidates(scope: ReadScope, asked: Asked): Promise<Candidate[]> {
  return (await Promise.all(sources.map((source) => source(scope, asked)))).flat()
}
