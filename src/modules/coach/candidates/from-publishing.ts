import { queries as publishing } from '#modules/publishing'
import type { ReadScope } from '#platform/scope'
import type { Candidate } from '../model/candidate.ts'

/** After so long its hour has passed, though it is still worth posting. */
const OVERDUE = 6 * 3_600_000
const LONGEST_TEXT = 80

/** Posts that wait for a person, and posts that failed or could not be found out. What goes out by itself is no task. */
export async function fromPublishing(scope: ReadScope): Promise<Candidate[]> {
  const now = scope.clock.now().getTime()
  const [waiting, due] = await Promise.all([publishing.handOversWaiting(scope), publishing.postsDue(scope)])
  return [
    ...waiting.map((target): Candidate => {
      const state = now - target.dueAt.getTime() > OVERDUE ? 'overdue' : 'due'
      return {
        kind: 'hand-over',
        subject: target.targetId,
        state,
        minutes: 3,
        reason: { code: `hand-over-${state}`, values: saying(target) },
        href: `/calendar?target=${target.targetId}`,
      }
    }),
    ...due.flatMap((target): Candidate | [] => {
      const { state } = target
      if (state !== 'failed' && state !== 'needs-you') return []
      return {
        kind: 'post-due',
        subject: target.targetId,
        state,
        minutes: 2,
        reason: { code: `post-${state}`, values: saying(target) },
        href: `/calendar?target=${target.targetId}`,
      }
    }),
  ]
}

const saying = ({ channel, dueAt, text }: { channel: string; dueAt: Date; text: string }) => ({
  channel,
  at: dueAt.toISOString(),
  text: shortened(text),
})

function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()]
  return letters.length > LONGEST_TEXT ? `${letters.slice(0, LONGEST_TEXT - 1).join('')}…` : letters.join('')
}
