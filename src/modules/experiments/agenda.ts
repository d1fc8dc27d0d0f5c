import type { Agenda, Candidate } from '#contract/agenda.ts'
import type { Arm } from '#contract/experiments.ts'
import { addDays } from '#platform/clock'
import type { ReadScope } from '#platform/scope'
import { outlookOf } from './model/outlook.ts'
import { isOpen, spanOf, stateOf, type Plan } from './model/plan.ts'
import { weekOf } from './model/weeks.ts'
import { historyOf, nowIn } from './queries/history.ts'
import { plans } from './queries/plans.ts'

/** After the last one there is nothing to begin for a quarter of a year; and so long a reading is offered. */
const QUIET_DAYS = 91

/** What the experiment asks of this week, its end to be read, and one to begin where the shop's orders can carry it. */
export const agenda: Agenda<ReadScope> = {
  words: 'experiments-agenda',
  kinds: {
    experiment: {
      icon: 'target',
      gains: 'knowledge',
      once: true,
      states: {
        'week-on': { chance: 0.025, because: 'A week that goes otherwise than planned blurs all the others.' },
        'week-off': { chance: 0.03, because: 'A post in a silent week cannot be taken back.' },
        read: { chance: 0.03, because: 'Weeks were spent on this answer, and half an hour a day may hang on it.' },
        start: { chance: 0.008, because: 'Only a test tells what would have been bought anyway; it can wait a day.' },
      },
    },
  },
  async candidates(scope, { day }) {
    const all = await plans(scope)
    const open = all.find((plan) => isOpen(plan, day))
    const week = open?.weeks.find(({ monday, arm }) => arm !== 'before' && monday === weekOf(day))
    const recent = all.filter((plan) => spanOf(plan).to >= addDays(day, -QUIET_DAYS))
    const found: Candidate[] = []
    if (open && week) found.push(item(`week-${week.arm}`, `${open.id}:${week.monday}`, 1, { code: wording(open, week.arm), values: { channel: open.channel, code: open.code ?? '' } }))
    for (const plan of recent) if (stateOf(plan, day) === 'over') found.push(item('read', `${plan.id}:read`, 3, { code: 'experiment-read', values: { channel: plan.channel } }))
    if (recent.length === 0) found.push(...(await toBegin(scope, all, day)))
    return found
  },
}

const wording = ({ kind }: Plan, arm: Arm) => `experiment-${kind === 'voucher' ? 'voucher' : 'week'}-${arm}`

/** The channel that most orders were said or tracked to be of, where weeks without it could tell something; asked once a month. */
async function toBegin(scope: ReadScope, all: readonly Plan[], day: string): Promise<Candidate[]> {
  const now = await nowIn(scope)
  const history = await historyOf(scope, now, all)
  const channel = history.channels[0]!
  const { options } = outlookOf(history, { kind: 'on-off', channel, country: now.country, from: now.nextMonday })
  const weeks = Math.min(...options.filter(({ refused }) => refused === null).map((option) => option.weeks))
  return weeks === Infinity ? [] : [item('start', day.slice(0, 7), 5, { code: 'experiment-start', values: { channel, weeks } })]
}

const item = (state: string, subject: string, minutes: number, reason: Candidate['reason']): Candidate => ({
  kind: 'experiment',
  subject,
  state,
  minutes,
  reason,
  action: { href: '/payback/experiments' },
})
