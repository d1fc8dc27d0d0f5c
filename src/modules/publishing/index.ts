import { completeHandOver, reopenHandOver } from './commands/complete-hand-over.ts'
import { deletePost, putBackPost } from './commands/delete-post.ts'
import { forgetPictures } from './commands/forget-pictures.ts'
import { notePost } from './commands/note-post.ts'
import { schedulePost, unschedulePost } from './commands/schedule-post.ts'
import { resumeAfterReconnect, settleTarget, tryAgain } from './commands/try-again.ts'
import { changePost, writePost } from './commands/write-post.ts'
import { handOverLetter } from './queries/hand-over-letter.ts'
import { postStats } from './queries/post-stats.ts'
import { post, postsOfMonth } from './queries/posts.ts'

export const commands = {
  writePost,
  changePost,
  schedulePost,
  unschedulePost,
  deletePost,
  putBackPost,
  notePost,
  completeHandOver,
  reopenHandOver,
  tryAgain,
  settleTarget,
  resumeAfterReconnect,
}
export const queries = { post, postsOfMonth, postStats, handOverLetter }
/** Goes round all shops: run by the schedule. */
export const acrossShops = { forgetPictures }

export { agenda } from './agenda.ts'
export { publishingErrors } from './errors.ts'
export { publishingRoutes } from './routes.ts'
export { publishingJobs, type PublishingJobs, type PublishingJobsNeeds } from './worker/publishing-jobs.ts'
export type { PublishingEvent } from './events.ts'
export type { WritingNeeds } from './needs.ts'
export type { NotedPost } from './commands/note-post.ts'
export type { HandOverLetter } from './queries/hand-over-letter.ts'
export type { PostStats } from './queries/post-stats.ts'
