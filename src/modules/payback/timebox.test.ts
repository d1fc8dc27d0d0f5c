import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Channel } from '#contract/channels.ts'
import { commands as effort, queries as hours } from '#modules/effort'
import { commands as workspace, queries as workspaceQueries } from '#modules/workspace'
import { dayIn } from '#platform/clock'
import { newId } from '#platform/ids'
import { isRefusal, type Refusal } from '#platform/refusal'
import { testShop, type TestShop } from '../../../tests/harness/index.ts'
import { queries } from './index.ts'

// The thirty minutes of an evening that goes past midnight, on two phones. Beside the commands the test keeps a watch of
// its own, second by second: when the timer ran, for what, and which seconds are already some entry's.

const ZONE = 'Asia/Jakarta'
const BEGAN = Date.parse('2026-11-17T16:10:00Z') // 23:10 in Jakarta
const HOURLY = 25_000

let engines: TestShop
beforeAll(async () => {
  engines = await testShop({ hits: false })
})
afterAll(() => engines.close())

const channel = fc.constantFrom<Channel>('instagram', 'whatsapp')
/** Whole minutes, odd seconds, slips of less than half a minute and their very edge, and what is long enough to be forgotten. */
const after = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(0, 7, 12, 29, 30, 31, 60, 89, 90, 300, 601, 900, 1_207) }, { weight: 1, arbitrary: fc.constantFrom(2_700, 5_401) })
const phone = fc.constantFrom(0, 1)
const nth = fc.nat(9)
const tap = fc.oneof(
  { weight: 7, arbitrary: fc.record({ do: fc.constant('start' as const), channel, instead: fc.constantFrom(true, true, false) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pause' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('resume' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('stop' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('alive' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('correct' as const), nth, minutes: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), nth, channel }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('answer' as const), minutes: fc.integer({ min: 0, max: 60 }) }) },
)
/** `both`: the other phone taps the same in the same moment. `looks`: the phone has seen what the other did before it taps; else it knows what it did itself. */
const step = fc.record({ after, phone, both: fc.boolean(), looks: fc.boolean(), tap })

/** What the watch holds of an entry; times in whole seconds. */
interface Watched {
  channel: Channel
  from: number
  to: number
  minutes: number
  removed: boolean
}

/** The timer that runs; `before`: the seconds of the sitting that it goes on with. */
interface Run {
  id: string
  channel: Channel
  from: number
  alive: number
  before: number
}

it('the minutes of the timebox are the minutes that are charged, however it is started, paused, stopped and corrected, on two phones, over midnight', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
      const shop = engines.another()
      shop.clock.set(new Date(BEGAN).toISOString())
      const memberId = await begun(shop)
      const state = () => hours.timerState(shop.reading(), memberId)
      const write = <T>(work: (scope: Parameters<Parameters<typeof shop.writing<T>>[0]>[0]) => Promise<T>) => shop.writing(work)
      const by = { memberId, owner: true }
      const now = () => shop.clock.now().getTime() / 1000

      const entries = new Map<string, Watched>()
      let run = null as Run | null
      let paused = null as { channel: Channel; before: number; day: string } | null
      const seen: (string | null)[] = [null, null]

      /** The seconds that nothing else holds, the longest stretch of them: a minute counts once. */
      const written = (to: number, forgotten: boolean): boolean => {
        const { id, channel, from } = run!
        const taken = [...entries.values()].filter((entry) => !entry.removed)
        let best = { from, to: from }
        for (let at = from, start = from; at <= to; at++)
          if (at === to || taken.some((entry) => entry.from <= at && at < entry.to)) {
            if (Math.round((at - start) / 60) > Math.round((best.to - best.from) / 60)) best = { from: start, to: at }
            start = at + 1
          }
        const minutes = Math.round((best.to - best.from) / 60)
        if (minutes > 0 || forgotten) entries.set(id, { channel, ...best, minutes, removed: false })
        return minutes > 0 || forgotten
      }
      const ended = () => ({ channel: run!.channel, before: run!.before + now() - run!.from })

      for (const { after: seconds, phone: at, both, looks, tap: one } of steps) {
        shop.clock.advance(seconds * 1000)
        // A timer that was forgotten has stopped at its last sign of life; whatever comes next finds it so.
        const found = await state()
        if (run && !found.running) {
          expect(found.forgotten).toMatchObject({ id: run.id, lastSignAt: new Date(run.alive * 1000).toISOString() })
          await write((scope) => effort.stopForgottenTimers(scope))
          written(run.alive, true)
          run = null
        }
        if (looks) seen[at] = run?.id ?? null
        const twice = async <T>(work: () => Promise<T>): Promise<T[]> => Promise.all(both ? [work(), work()] : [work()])
        /** Of two who say the same at once either may come first, and the other is refused: it was said all the same. */
        const onceSaid = async <T extends object | undefined>(work: () => Promise<T | Refusal>): Promise<T | Refusal> => {
          const answers = await twice(work)
          return answers.find((answer) => !isRefusal(answer)) ?? answers[0]!
        }
        const id = seen[at] ?? newId()
        const chosen = 'nth' in one && entries.size > 0 ? [...entries][one.nth % entries.size]! : undefined

        if (one.do === 'start') {
          await twice(() => write((scope) => effort.startTimer(scope, { memberId, channel: one.channel, activity: 'talk', ...(one.instead && { instead: id }) })))
          if (!run) run = { id: '', channel: one.channel, from: now(), alive: now(), before: 0 }
          else if (one.instead && run.id === id) {
            const { before } = ended()
            const slip = !written(now(), false)
            run = slip ? { ...run, channel: one.channel, alive: now() } : { id: '', channel: one.channel, from: now(), alive: now(), before }
          }
          paused = null
        } else if (one.do === 'stop') {
          await twice(() => write((scope) => effort.stopTimer(scope, { memberId, id })))
          if (run?.id === id) {
            written(now(), false)
            run = null
          }
          paused = null
        } else if (one.do === 'pause') {
          await twice(() => write((scope) => effort.pauseTimer(scope, { memberId, id })))
          if (run?.id === id) {
            paused = { ...ended(), day: dayIn(ZONE, shop.clock.now()) }
            written(now(), false)
            run = null
          }
        } else if (one.do === 'resume') {
          await twice(() => write((scope) => effort.resumeTimer(scope, memberId)))
          if (paused && paused.day === dayIn(ZONE, shop.clock.now())) {
            run = { id: '', channel: paused.channel, from: now(), alive: now(), before: paused.before }
            paused = null
          }
        } else if (one.do === 'alive') {
          await twice(() => write((scope) => effort.noteSignOfLife(scope, memberId)))
          if (run) run.alive = now()
        } else if (one.do === 'answer') {
          const { forgotten } = await state()
          if (forgotten) said(entries.get(forgotten.id)!, one.minutes, await onceSaid(() => write((scope) => effort.answerForgotten(scope, { id: forgotten.id, minutes: one.minutes, by }))))
        } else if (chosen) {
          const [entryId, entry] = chosen
          if (one.do === 'correct') said(entry, one.minutes, await onceSaid(() => write((scope) => effort.correctEntry(scope, { id: entryId, by, minutes: one.minutes }))))
          else if (one.do === 'move') {
            const moved = await onceSaid(() => write((scope) => effort.correctEntry(scope, { id: entryId, by, channel: one.channel })))
            if (!isRefusal(moved)) entry.channel = one.channel
          } else if (one.do === 'remove') {
            await twice(() => write((scope) => effort.removeEntry(scope, { id: entryId, by })))
            entry.removed = true
          } else {
            const restored = await onceSaid(() => write((scope) => effort.restoreEntry(scope, { id: entryId, by })))
            if (!isRefusal(restored)) entry.removed = false
          }
        }

        const shown = await state()
        seen[at] = shown.running?.id ?? null
        expect(shown.running !== null).toBe(run !== null)
        if (run) {
          // The box of a sitting counts every second of it, whatever channel it was on, and none between.
          run.id = shown.running!.id
          expect([shown.running!.channel, shown.running!.beforeSeconds, Date.parse(shown.running!.startedAt) / 1000]).toEqual([run.channel, run.before, run.from])
        }
        expect(shown.paused?.beforeSeconds ?? null).toBe(paused && paused.day === dayIn(ZONE, shop.clock.now()) ? paused.before : null)
      }

      if (run) {
        await write((scope) => effort.stopTimer(scope, { memberId, id: run!.id }))
        written(now(), false)
      }
      const kept = [...entries.values()].filter(({ removed, minutes }) => !removed && minutes > 0)
      const spent = await hours.minutesSpent(shop.reading(), { from: '2026-01-01', to: '2026-12-31' })
      const line = (day: string, of: Channel | null, minutes: number) => `${day} ${of} ${minutes}`
      expect(spent.map((entry) => line(entry.day, entry.channel, entry.minutes)).sort()).toEqual(kept.map((entry) => line(dayIn(ZONE, new Date(entry.from * 1000)), entry.channel, entry.minutes)).sort())

      // And Payback charges just those, to the channel they were spent on.
      const minutes = kept.reduce((sum, entry) => sum + entry.minutes, 0)
      const charged = await queries.paybackSpan(shop.reading(), { from: '2026-11-01', to: '2026-11-30' })
      expect(charged.total.hours).toMatchObject({ minutes, cost: Math.round((minutes * HOURLY) / 60) })
      for (const of of ['instagram', 'whatsapp'] as const)
        expect(charged.channels.find((each) => each.channel === of)?.hours.minutes ?? 0).toBe(kept.filter((entry) => entry.channel === of).reduce((sum, entry) => sum + entry.minutes, 0))

      /** Another length was said of an entry; a refusal leaves it as it was. */
      function said(entry: Watched, minutes: number, answer: object | Refusal): void {
        if (isRefusal(answer)) return
        if (minutes === 0) entry.removed = true
        else if (minutes !== entry.minutes) Object.assign(entry, { minutes, to: Math.min(entry.from + minutes * 60, Math.max(now(), entry.from)) })
      }
    }),
    { numRuns: 15 },
  )
})

async function begun(shop: TestShop): Promise<string> {
  await shop.writing(async (scope) => {
    const begins = await workspace.beginShop(scope, { reserved: new Set() }, { loginId: newId(), name: 'Bu Tini' }, { name: 'Sambal', country: 'ID', currency: 'IDR', zone: ZONE, worth: { by: 'wage', hourly: HOURLY } })
    if (isRefusal(begins)) throw new Error(begins.refused)
  })
  return (await workspaceQueries.members(shop.reading()))[0]!.id
}
