import type { ItemKind } from '#contract/coach.ts'

export interface Reason {
  /** Its words stand at `coach:reasons.<code>`. `amount`, `at` and `channel` among the values are written the local way. */
  code: string
  values: Record<string, string | number>
}

/** Something that could be done today. Each source offers what it knows of; the ranking chooses. */
export interface Candidate {
  kind: ItemKind
  /** What of this kind: an id, a day. With the kind it names the item, today and tomorrow. */
  subject: string
  /** How it stands; a state of its kind that `priors.ts` knows. */
  state: string
  /** About so long, at least 1. */
  minutes: number
  reason: Reason
  /** Where in the desk it is done. */
  href: string
}

export const keyOf = ({ kind, subject }: Pick<Candidate, 'kind' | 'subject'>): string => `${kind}:${subject}`
