import type { WriteScope } from '#platform/scope'
import { newId } from '#platform/ids'
import { minutesAfter, minutesOf, sittingSeconds } from '../model.ts'
import { tables } from '../tables.ts'
import type { SomethingDone } from './something-done.ts'
import { countedOnce, type TimerRow } from './running-timer.ts'
import { insertSpan } from './spans.ts'

/**
 * A running timer follows what is done in Kicau: the minutes that a thing took are its channel's and its activity's, what
 * ran before becomes an entry, and the timer goes on with the thing, under its own id. Less than half a minute before it
 * goes with it. What an earlier thing took is not taken again, so that a reaction that runs twice follows once.
 */
export async function followTimer(scope: WriteScope, running: TimerRow, { channel, activity, at, minutes }: SomethingDone): Promise<void> {
  const told = running.followedAt ?? running.startedAt
  if (at <= told) return
  const { workspaceId, memberId, timerId } = running
  const write = (change: Partial<TimerRow>) =>
    tables(scope)
      .updateTable('effortTimers')
      .set({ ...change, followedAt: at })
      .where('workspaceId', '=', workspaceId)
      .where('memberId', '=', memberId)
      .execute()
  if (running.channel === channel && running.activity === activity) return void (await write({}))

  const wanted = minutesAfter(at, -minutes)
  const since = wanted > told ? wanted : told
  const span = await countedOnce(scope, memberId, { start: running.startedAt, end: since })
  // Of a post the minutes are told by when it was worked on.
  const aboutNothing = { aboutKind: null, aboutKey: null }
  if (minutesOf(span) === 0) await write({ channel, activity, ...aboutNothing })
  else {
    const { aboutKind, aboutKey } = running
    const entryId = newId(since.getTime())
    const entry = await insertSpan(scope, { entryId, memberId, channel: running.channel, activity: running.activity, aboutKind, aboutKey, span, footing: 'timer', state: 'kept', foundAt: null })
    await write({ channel, activity, ...aboutNothing, startedAt: since, beforeSeconds: sittingSeconds(running, since) })
    await scope.announce({ type: 'MinutesLogged', entryId, memberId, channel: running.channel, day: entry.day, minutes: entry.minutes })
  }
  await scope.announce({ type: 'TimerFollowed', timerId, memberId, channel, activity })
}
