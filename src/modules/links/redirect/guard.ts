import { networkOf, type Opener } from '#modules/analytics'
import { dayIn, type Clock } from '#platform/clock'
import type { Actor, Scopes } from '#platform/scope'
import { takeOpening } from '../commands/take-opening.ts'
import { overBy, ruleFor } from '../model/conditions.ts'
import { isPassword } from '#platform/password'
import { conditionsOfLinks } from '../queries/conditions-of-links.ts'
import type { Guarded, Trace } from './destination.ts'
import { openTries } from '#platform/password'

/** Whoever stands before a link that does not lead everybody to one place. */
export interface Standing {
  opener: Opener
  ip: string
  /** Neither a HEAD nor what a browser fetches ahead. */
  person: boolean
  /** What they typed as its word; undefined while they were not asked. */
  word: string | undefined
}

export type Way = { to: string; trace: Trace } | { to: null; because: 'over' | 'password' | 'wrong' | 'too-many' }

const byVisitor: Actor = { kind: 'system', id: 'links.redirect' }

/** Finds the way of one visitor: its days, its word, its openings, then its rules in their order. */
export function openGuard({ clock, scopes }: { clock: Clock; scopes: Scopes }): (destination: Guarded, standing: Standing) => Promise<Way> {
  const tries = openTries(clock)

  const isRight = async ({ guard, trace }: Guarded, { ip, word }: Standing): Promise<true | 'password' | 'wrong' | 'too-many'> => {
    if (guard.password === null) return true
    if (word === undefined) return 'password'
    if (!tries.take(trace.linkId, networkOf(ip))) return 'too-many'
    if (!(await isPassword(guard.password, word))) return 'wrong'
    tries.giveBack(trace.linkId, networkOf(ip))
    return true
  }

  /** Robots and what is fetched ahead are led like anybody else while openings are left, and take none. */
  const hasOpening = async ({ guard, trace }: Guarded, takes: boolean): Promise<boolean> => {
    if (guard.mostOpenings === null) return true
    if (takes) return scopes.writing(trace.workspaceId, byVisitor, (scope) => takeOpening(scope, trace.linkId))
    const row = (await conditionsOfLinks(scopes.reading(trace.workspaceId), [trace.linkId])).get(trace.linkId)
    return row !== undefined && overBy({ lastDay: null, mostOpenings: guard.mostOpenings }, row.opened, '') === null
  }

  return async (destination, standing) => {
    const { guard, trace } = destination
    const over: Way = guard.afterwards === null ? { to: null, because: 'over' } : { to: guard.afterwards, trace: guard.elsewhere }
    const day = dayIn(guard.zone, clock.now())
    if (overBy({ ...guard, mostOpenings: null }, 0, day) !== null) return over
    const right = await isRight(destination, standing)
    if (right !== true) return right === 'password' && !(await hasOpening(destination, false)) ? over : { to: null, because: right }
    if (!(await hasOpening(destination, standing.person && !standing.opener.bot))) return over
    const rule = ruleFor(guard.rules, standing.opener, day)
    return rule ? { to: rule.location, trace: guard.elsewhere } : { to: guard.location, trace }
  }
}
