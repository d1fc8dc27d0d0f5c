import { answerForgotten } from './commands/answer-forgotten.ts'
import { closeMonth, keepCorrections } from './commands/close-month.ts'
import { changeCost } from './commands/change-cost.ts'
import { correctEntry } from './commands/correct-entry.ts'
import { draftFromActivity } from './commands/draft-from-activity.ts'
import { keepDraft } from './commands/keep-draft.ts'
import { logMinutes } from './commands/log-minutes.ts'
import { noteCost } from './commands/note-cost.ts'
import { noteEvening } from './commands/note-evening.ts'
import { noteSignOfLife } from './commands/note-sign-of-life.ts'
import { pauseTimer } from './commands/pause-timer.ts'
import { removeCost } from './commands/remove-cost.ts'
import { noteOpening, removeOpening, restoreOpening } from './commands/note-opening.ts'
import { removeEntry } from './commands/remove-entry.ts'
import { restoreCost } from './commands/restore-cost.ts'
import { restoreEntry } from './commands/restore-entry.ts'
import { resumeTimer } from './commands/resume-timer.ts'
import { chooseHour, setTimebox } from './commands/set-timebox.ts'
import { startTimer } from './commands/start-timer.ts'
import { stopForgottenTimers } from './commands/stop-forgotten-timers.ts'
import { stopTimer } from './commands/stop-timer.ts'
import { takeAdsReport, undoAdsReport } from './commands/take-ads-report.ts'
import { reckonCosts } from './in-own-currency.ts'
import { aboutOfEntries } from './queries/about-of-entries.ts'
import { bookKept } from './queries/book-kept.ts'
import { closedRows } from './queries/closed-rows.ts'
import { boxes } from './queries/boxes.ts'
import { campaignsOfCosts } from './queries/campaigns-of-costs.ts'
import { closingsDue } from './queries/closings-due.ts'
import { costsNoted } from './queries/costs-noted.ts'
import { effortToday } from './queries/effort-today.ts'
import { minutesInParts } from './queries/minutes-in-parts.ts'
import { minutesSpent } from './queries/minutes-spent.ts'
import { shopsWithTimers } from './queries/shops-with-timers.ts'
import { spentVersions } from './queries/spent-versions.ts'
import { timerState } from './queries/timer-state.ts'
import { weeksKept } from './queries/weeks-kept.ts'

export const commands = {
  startTimer,
  stopTimer,
  pauseTimer,
  resumeTimer,
  setTimebox,
  chooseHour,
  noteSignOfLife,
  stopForgottenTimers,
  answerForgotten,
  logMinutes,
  correctEntry,
  removeEntry,
  restoreEntry,
  draftFromActivity,
  keepDraft,
  noteEvening,
  noteCost,
  changeCost,
  removeCost,
  restoreCost,
  takeAdsReport,
  undoAdsReport,
  reckonCosts,
  noteOpening,
  removeOpening,
  restoreOpening,
  closeMonth,
  keepCorrections,
}
export const queries = { aboutOfEntries, boxes, minutesInParts, minutesSpent, costsNoted, campaignsOfCosts, bookKept, closedRows, spentVersions, closingsDue, timerState, effortToday, weeksKept }
/** Asked before a shop is chosen, and so of the database itself. */
export const acrossShops = { shopsWithTimers }

export { agenda } from './agenda.ts'
export { overBox } from './model.ts'
export { effortErrors } from './errors.ts'
export { effortRoutes } from './routes.ts'
export type { EffortEvent } from './events.ts'
export type { EntryAbout } from './queries/about-of-entries.ts'
export type { BoxOf } from './queries/boxes.ts'
export type { BookKept } from './queries/book-kept.ts'
export type { EffortToday } from './queries/effort-today.ts'
export type { MinutesSpent } from './queries/minutes-spent.ts'
export type { SpentVersions } from './queries/spent-versions.ts'
export type { MinutesOfDay } from './commands/log-minutes.ts'
export type { CostWanted } from './commands/note-cost.ts'
export type { SomethingDone } from './commands/something-done.ts'
