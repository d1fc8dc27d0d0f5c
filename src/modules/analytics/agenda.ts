import type { Agenda, Candidate } from '#contract/agenda.ts'
import type { Channel } from '#contract/channels.ts'
import { addDays } from '#platform/clock'
import { latest } from '#platform/remembered'
import type { ReadScope } from '#platform/scope'
import { sites } from './queries/sites.ts'
import { reasonOf, unusualSites, type UnusualSite } from './queries/unusual-sites.ts'
import type { Unusual } from './unusual.ts'

const MINUTES: Record<Unusual['state'], number> = { silent: 2, spike: 5, drop: 3 }

/** Whole days gone by hardly change, and Today is asked for again and again: they are looked at once in ten minutes. */
const LOOKED_AT_EVERY_MS = 10 * 60_000
const lastLooks = latest<UnusualSite[]>(500)
async function lookAt(scope: ReadScope, day: string): Promise<UnusualSite[]> {
  const known = await sites(scope)
  const version = [day, Math.floor(scope.clock.now().getTime() / LOOKED_AT_EVERY_MS), ...known.map(({ id, name }) => `${id} ${name}`)].join()
  return lastLooks(scope.workspaceId, version, () => unusualSites(scope, day))
}

/** What is unusual about the visits of a site: nobody comes any more, many more, or half as many. */
export const agenda: Agenda<ReadScope> = {
  words: 'analytics-agenda',
  kinds: {
    visits: {
      icon: 'eye',
      gains: 'order',
      once: true,
      states: {
        silent: { chance: 0.06, because: 'A link that leads nowhere loses every order that would have come through it, and trying it takes a minute.' },
        spike: { chance: 0.05, because: 'Who comes in a wave asks within the day, where somebody answers.' },
        drop: { chance: 0.015, because: 'Half the visits is a link or a post that is no longer seen; which one takes a look.' },
      },
    },
  },
  async candidates(scope, { day }) {
    // While the hits cannot be asked, the rest of Today still can.
    return (await lookAt(scope, day).catch(() => [])).map((unusual) => candidate(unusual, day))
  },
}

/** Where each is looked into: the day of the wave by its channel, the week beside the one before. */
const addressOf: Record<Unusual['state'], (day: string, grown: Channel) => string> = {
  silent: () => '/links',
  spike: (day, grown) => `/visits?from=${day}&to=${day}&filter=${encodeURIComponent(JSON.stringify(['is', 'channel', [grown]]))}`,
  drop: (day) => `/visits?from=${addDays(day, -7)}&to=${addDays(day, -1)}&compare=before`,
}

function candidate(unusual: UnusualSite, day: string): Candidate {
  const { state, count, usual, soFar, site, subject, grown, among } = unusual
  const at = state === 'spike' && !soFar ? addDays(day, -1) : day
  return {
    kind: 'visits',
    subject,
    state,
    minutes: MINUTES[state],
    reason: { code: reasonOf(unusual), values: { site: site.name, count, usual: Math.max(1, Math.round(usual)), ...(state === 'spike' && { channel: grown }) } },
    action: { href: addressOf[state](at, grown) + (among > 1 && state !== 'silent' ? `&site=${site.id}` : '') },
    ...(state === 'spike' && { work: { channel: grown, activity: 'talk' as const } }),
  }
}
