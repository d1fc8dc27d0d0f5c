import type { Agenda, Candidate } from '#contract/agenda.ts'
import { traceOfName } from '#modules/shop'
import type { ReadScope } from '#platform/scope'
import { RESOLVED, resolved, talkedOn, type Resolved } from './queries/resolution.ts'

/** What the shop resolved at stage 3 and has not done: it comes back until it is done, left out, or the resolution is dropped. */
export const agenda: Agenda<ReadScope> = {
  words: 'coach-agenda',
  kinds: {
    [RESOLVED]: {
      icon: 'target',
      gains: 'order',
      once: true,
      states: {
        talk: { chance: 0.1, because: 'They were chosen by name, and who is talked to buys or sends somebody sooner than who is posted at.' },
        autopost: { chance: 0.03, because: 'As long as everything goes out by itself nobody is answered.' },
      },
    },
  },
  async candidates(scope) {
    const kept = await resolved(scope)
    if (!kept) return []
    const talked = await talkedOn(scope, kept.people.map(({ subject }) => subject))
    const toTalk = kept.people.filter(({ subject }) => !talked.has(subject)).map((person) => talkTo(person, kept.hour))
    return kept.autopostOff ? toTalk : [...toTalk, stopAutopost(kept)]
  },
}

const talkTo = ({ name, subject }: Resolved['people'][number], hour: string | null): Candidate => ({
  kind: RESOLVED,
  subject,
  state: 'talk',
  minutes: 5,
  reason: { code: hour ? 'resolved-talk-hour' : 'resolved-talk', values: { name, ...(hour && { hour }) } },
  action: { href: '/stage#resolution' },
  work: { channel: 'word-of-mouth', activity: 'talk', about: { kind: 'person', key: name } },
  trace: { by: 'named', of: traceOfName(name) },
})

const stopAutopost = ({ changedAt }: Resolved): Candidate => ({
  kind: RESOLVED,
  subject: `autopost.${changedAt.getTime()}`,
  state: 'autopost',
  minutes: 5,
  reason: { code: 'resolved-autopost', values: {} },
  action: { href: '/stage#resolution' },
  work: { channel: null, activity: 'look' },
})
