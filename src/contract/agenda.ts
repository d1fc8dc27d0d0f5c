import { z } from 'zod'
import { Channel } from './channels.ts'
import { About, Activity } from './effort.ts'

// What a module offers for Today's list. `coach` collects and ranks it, and knows no kind by name: a wing that comes
// later exports an `agenda` from its front door, and gets its line in `src/apps/agendas.ts`.

export const Reason = z.object({
  /** `<kind>-<state>` as a rule; its words stand at `<words>:reasons.<code>`. */
  code: z.string(),
  /** What its words name. `amount`, `at`, `month` and `channel` are written the local way by the screen. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Reason = z.infer<typeof Reason>

/** What the timer counts while it is done. */
export const Work = z.object({ channel: Channel.nullable(), activity: Activity, about: About.optional() })
export type Work = z.infer<typeof Work>

/** By what an order that it brought can be told: the post or link it came through, or the person its buyer named. */
export interface Trace {
  by: 'post' | 'link' | 'named'
  /** An id; of a name `traceOfName` of the shop, since names are not put into keys. */
  of: string
}

/** Something that could be done today. Each module offers what it knows of; the ranking chooses. */
export interface Candidate {
  /** One of the agenda's own kinds. */
  kind: string
  /** What of this kind: an id, a day. With the kind it names the thing, today and tomorrow. */
  subject: string
  /** How it stands: a state of its kind. */
  state: string
  /** About so long, at least 1. */
  minutes: number
  reason: Reason
  /** Where in the desk it is done. */
  action: { href: string }
  work?: Work
  /** Left out where an order can't be traced to it: such a kind keeps its published chance. */
  trace?: Trace
}

/**
 * How likely doing it brings an order that would not have come: a supposition, since nobody has published such figures
 * for shops of this kind. It is published (docs/reference/agenda.md), only ranks, and gives way to recorded outcomes.
 */
export interface Prior {
  /** From 0 to 1. */
  chance: number
  because: string
}

export interface Kind {
  /** A name out of `web/ui/icons.ts`. */
  icon: string
  /** `knowledge`: it brings no order itself; it stands here by what a later decision gains from it. */
  gains: 'order' | 'knowledge'
  /** Done, it is done for good: a new reason is a new subject. Otherwise it may be offered again on the next day. */
  once?: boolean
  states: Readonly<Record<string, Prior>>
}

/** Whose morning it is. */
export interface Asked {
  memberId: string
  /** Today in the shop's zone, and its wall clock. */
  day: string
  hour: string
}

/** What a module exports as `agenda`. `Scope` is the platform's `ReadScope`: here nothing writes. */
export interface Agenda<Scope> {
  /** The namespace of its words: `items.<kind>`, `reasons.<code>`. */
  words: string
  kinds: Readonly<Record<string, Kind>>
  candidates(scope: Scope, asked: Asked): Promise<Candidate[]>
}
