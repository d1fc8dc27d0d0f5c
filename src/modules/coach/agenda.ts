import type { Agenda, Asked, Candidate, Kind } from '#contract/agenda.ts'
import type { ReadScope } from '#platform/scope'

/** A candidate with what its module says of its kind. */
export interface Offered extends Candidate, Pick<Kind, 'icon' | 'gains'> {
  words: string
  /** The published chance of its kind and state; 0 where none is published. */
  prior: number
}

export interface HouseAgenda {
  /** What could be done, asked of every module, or of the one that has this kind. */
  offered(scope: ReadScope, asked: Asked, kind?: string): Promise<Offered[]>
  kindOf(kind: string): (Kind & { words: string }) | undefined
  kinds(): (Kind & { name: string; words: string })[]
}

/** Joins what the modules offer. Two modules that call a kind by the same name are a fault of ours, told at the start. */
export function openAgenda(agendas: readonly Agenda<ReadScope>[]): HouseAgenda {
  const kinds = new Map<string, { agenda: Agenda<ReadScope>; kind: Kind }>()
  for (const agenda of agendas)
    for (const [name, kind] of Object.entries(agenda.kinds)) {
      if (kinds.has(name)) throw new Error(`Two modules offer "${name}": ${kinds.get(name)!.agenda.words} and ${agenda.words}.`)
      kinds.set(name, { agenda, kind })
    }
  return {
    offered: async (scope, asked, kind) => {
      const asking = kind === undefined ? agendas : agendas.filter((agenda) => kind in agenda.kinds)
      const found = await Promise.all(asking.map((agenda) => agenda.candidates(scope, asked)))
      return found.flat().map((candidate) => {
        const known = kinds.get(candidate.kind)
        if (!known) throw new Error(`"${candidate.kind}" was offered, but is no kind of any agenda.`)
        const { icon, gains, states } = known.kind
        return { ...candidate, icon, gains, words: known.agenda.words, prior: states[candidate.state]?.chance ?? 0 }
      })
    },
    kindOf: (name) => {
      const known = kinds.get(name)
      return known && { ...known.kind, words: known.agenda.words }
    },
    kinds: () => [...kinds].map(([name, { agenda, kind }]) => ({ ...kind, name, words: agenda.words })),
  }
}

/** Names a thing in an answer, today and tomorrow. */
export const keyOf = ({ kind, subject }: Pick<Candidate, 'kind' | 'subject'>): string => `${kind}:${subject}`
