import type { ReadScope } from '#platform/scope'
import type { Candidate } from '../model/candidate.ts'

/** Whose morning it is. */
export interface Asked {
  memberId: string
  /** Today in the shop's zone, and its wall clock. */
  day: string
  hour: string
}

/** One of the modules, asked for what could be done today. It reads; nothing here writes. */
export type CandidateSource = (scope: ReadScope, asked: Asked) => Promise<Candidate[]>
