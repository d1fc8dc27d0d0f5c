import { adsReportsRoutes, MOST_REPORT_BYTES } from '#contract/ads-reports.ts'
import { costsRoutes } from '#contract/costs.ts'
import { effortRoutes as contract } from '#contract/effort.ts'
import { ledgerRoutes } from '#contract/ledger.ts'
import { queries as workspace } from '#modules/workspace'
import { dayIn, monthIn } from '#platform/clock'
import { serve, servePrepared, type Served } from '#platform/http'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { readAdsReport } from './ads/read-report.ts'
import { answerForgotten } from './commands/answer-forgotten.ts'
import { closeMonth, type AskBook } from './commands/close-month.ts'
import { changeCost } from './commands/change-cost.ts'
import { correctEntry } from './commands/correct-entry.ts'
import type { By } from './commands/entry-to-change.ts'
import { keepDraft } from './commands/keep-draft.ts'
import { memberKnown } from './commands/member-lock.ts'
import { logMinutes } from './commands/log-minutes.ts'
import { noteCost, type ChannelOfCreator } from './commands/note-cost.ts'
import { noteEvening } from './commands/note-evening.ts'
import { noteOpening, removeOpening, restoreOpening } from './commands/note-opening.ts'
import { noteSignOfLife } from './commands/note-sign-of-life.ts'
import { dropPause } from './commands/drop-pause.ts'
import { pauseTimer } from './commands/pause-timer.ts'
import { removeCost } from './commands/remove-cost.ts'
import { removeEntry } from './commands/remove-entry.ts'
import { restoreCost } from './commands/restore-cost.ts'
import { restoreEntry } from './commands/restore-entry.ts'
import { resumeTimer } from './commands/resume-timer.ts'
import { setTimebox } from './commands/set-timebox.ts'
import { startTimer } from './commands/start-timer.ts'
import { stopTimer } from './commands/stop-timer.ts'
import { takeAdsReport, undoAdsReport } from './commands/take-ads-report.ts'
import { today } from './commands/day-rules.ts'
import { adsReports } from './queries/ads-reports.ts'
import { costsOfMonth } from './queries/costs-of-month.ts'
import { eveningOfDay } from './queries/evening-of-day.ts'
import { hoursOfWeek } from './queries/hours-of-week.ts'
import { timeboxOf } from './queries/timeboxes.ts'
import { timerState } from './queries/timer-state.ts'

export const effortRoutes = ({ askBook, channelOfCreator }: { askBook: AskBook; channelOfCreator?: ChannelOfCreator }): Served[] => [
  serve(contract.timer, (call) => asMember(call, ({ memberId }) => timerState(call.scope, memberId))),
  serve(contract.startTimer, (call) =>
    asMember(call, async ({ memberId }) => {
      const result = await startTimer(call.scope, { memberId, ...call.body })
      return isRefusal(result) ? result : { ...result, ...(await timerState(call.scope, memberId)) }
    }),
  ),
  serve(contract.timerAlive, (call) =>
    asMember(call, async ({ memberId }) => {
      await noteSignOfLife(call.scope, memberId)
      return timerState(call.scope, memberId)
    }),
  ),
  serve(contract.stopTimer, (call) =>
    asMember(call, async ({ memberId }) => {
      const result = await stopTimer(call.scope, { memberId, id: call.body.id })
      return isRefusal(result) ? result : { ...result, ...(await timerState(call.scope, memberId)) }
    }),
  ),
  serve(contract.pauseTimer, (call) =>
    asMember(call, async ({ memberId }) => {
      const result = await pauseTimer(call.scope, { memberId, id: call.body.id })
      return isRefusal(result) ? result : { ...result, ...(await timerState(call.scope, memberId)) }
    }),
  ),
  serve(contract.resumeTimer, (call) =>
    asMember(call, async ({ memberId }) => (await resumeTimer(call.scope, memberId)) ?? timerState(call.scope, memberId)),
  ),
  serve(contract.dropPause, (call) =>
    asMember(call, async ({ memberId }) => {
      await dropPause(call.scope, memberId)
      return timerState(call.scope, memberId)
    }),
  ),
  serve(contract.timebox, (call) =>
    asMember(call, async ({ memberId }) => {
      const day = dayIn(await zoneOf(call.scope), call.scope.clock.now())
      return (await timeboxOf(call.scope, { memberId, day })).timebox
    }),
  ),
  serve(contract.setTimebox, (call) => asMember(call, ({ memberId }) => setTimebox(call.scope, memberId, call.body))),
  serve(contract.timeboxOfMember, async ({ scope, params: { id: memberId } }) => (await memberKnown(scope, memberId)) ?? (await timeboxOf(scope, { memberId, day: await today(scope) })).timebox),
  serve(contract.setTimeboxOfMember, ({ scope, params, body }) => setTimebox(scope, params.id, body)),
  serve(contract.answerForgotten, (call) =>
    asMember(call, (by) => answerForgotten(call.scope, { id: call.params.id, minutes: call.body.minutes, by })),
  ),

  serve(contract.hours, (call) => asMember(call, (viewer) => hoursOfWeek(call.scope, viewer, call.query.day))),
  serve(contract.logMinutes, (call) =>
    asMember(call, async (by) => {
      const memberId = call.body.memberId ?? by.memberId
      if (memberId !== by.memberId && !by.owner) return refuse('effort.not-yours', { where: 'memberId' })
      return logMinutes(call.scope, { ...call.body, memberId, footing: 'guess' })
    }),
  ),
  serve(contract.correctEntry, (call) => asMember(call, (by) => correctEntry(call.scope, { id: call.params.id, by, ...call.body }))),
  serve(contract.keepDraft, (call) =>
    asMember(call, (by) => keepDraft(call.scope, { id: call.params.id, by, minutes: call.body.minutes })),
  ),
  serve(contract.removeEntry, (call) => asMember(call, (by) => removeEntry(call.scope, { id: call.params.id, by }))),
  serve(contract.restoreEntry, (call) => asMember(call, (by) => restoreEntry(call.scope, { id: call.params.id, by }))),

  serve(contract.evening, (call) =>
    asMember(call, async ({ memberId }) => {
      const day = call.query.day ?? dayIn(await zoneOf(call.scope), call.scope.clock.now())
      return eveningOfDay(call.scope, { memberId, day })
    }),
  ),
  serve(contract.noteEvening, (call) =>
    asMember(call, async ({ memberId }) => {
      const { day, channel, minutes } = call.body
      const refusal = await noteEvening(call.scope, { memberId, day, channel, minutes })
      if (refusal) return refusal
      const evening = await eveningOfDay(call.scope, { memberId, day })
      return evening.rows.find((row) => row.channel === channel)!
    }),
  ),

  serve(costsRoutes.costs, async ({ scope, query }) =>
    costsOfMonth(scope, query.month ?? monthIn(await zoneOf(scope), scope.clock.now())),
  ),
  serve(costsRoutes.noteCost, ({ scope, body }) => noteCost(scope, body, channelOfCreator)),
  serve(costsRoutes.changeCost, ({ scope, params, body }) => changeCost(scope, { id: params.id, ...body }, channelOfCreator)),
  serve(costsRoutes.removeCost, ({ scope, params }) => removeCost(scope, params.id)),
  serve(costsRoutes.restoreCost, ({ scope, params }) => restoreCost(scope, params.id)),

  servePrepared(
    adsReportsRoutes.takeAdsReport,
    async ({ request, scope, query }) => {
      const file = request.isMultipart() ? await request.file() : undefined
      if (!file) return refuse('effort.ads-file-missing', { where: 'file' })
      const bytes = await bytesOf(file.file)
      if (isRefusal(bytes)) return bytes
      const { currency } = await workspace.shopProfile(scope)
      const report = readAdsReport(bytes, { currency, today: await today(scope), channel: query.channel ?? null })
      return isRefusal(report) ? report : { report, fileName: file.filename }
    },
    async ({ scope, prepared: { report, fileName }, language }) => {
      const id = await takeAdsReport(scope, { report, fileName })
      return isRefusal(id) ? id : (await adsReports(scope, language)).find((one) => one.id === id)!
    },
  ),
  serve(adsReportsRoutes.adsReports, ({ scope, language }) => adsReports(scope, language)),
  serve(adsReportsRoutes.undoAdsReport, ({ scope, params }) => undoAdsReport(scope, params.id)),

  serve(ledgerRoutes.noteOpening, ({ scope, body }) => noteOpening(scope, body)),
  serve(ledgerRoutes.removeOpening, ({ scope, params }) => removeOpening(scope, params.id)),
  serve(ledgerRoutes.restoreOpening, ({ scope, params }) => restoreOpening(scope, params.id)),
  serve(ledgerRoutes.closeMonth, ({ scope, params }) => closeMonth(scope, { ask: askBook, month: params.month, by: 'hand' })),
]

/** An upload in memory, for a report is small; a larger one is let go by to its end, so that its sender hears the answer. */
async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer | Refusal<'effort.ads-too-large'>> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of stream) if ((size += piece.length) <= MOST_REPORT_BYTES) pieces.push(piece)
  return size > MOST_REPORT_BYTES ? refuse('effort.ads-too-large', { where: 'file', values: { most: '5 MB' } }) : Buffer.concat(pieces)
}

const zoneOf = async (scope: ReadScope) => (await workspace.shopProfile(scope)).zone

/** Minutes are a member's: whoever is signed in without being one has none. */
async function asMember<T>(
  { scope, login, role }: { scope: ReadScope; login: { id: string }; role: 'owner' | 'staff' },
  work: (by: By) => Promise<T>,
): Promise<T | Refusal<'effort.member-unknown'>> {
  const memberId = await workspace.memberOfLogin(scope, login.id)
  return memberId ? work({ memberId, owner: role === 'owner' }) : refuse('effort.member-unknown')
}
