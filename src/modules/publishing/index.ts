import { completeHandOver, reopenHandOver } from './commands/complete-hand-over.ts'
import { deletePost, putBackPost } from './commands/delete-post.ts'
import { forgetPictures } from './commands/forget-pictures.ts'
import { notePosts } from './commands/note-posts.ts'
import { schedulePost, unschedulePost } from './commands/schedule-post.ts'
import { resumeAfterReconnect, settleTarget, tryAgain } from './commands/try-again.ts'
import { changePost, writePost } from './commands/write-post.ts'
import { handOverLetter } from './queries/hand-over-letter.ts'
import { newestPublished } from './queries/newest-published.ts'
import { postTexts, postWords } from './queries/post-texts.ts'
import { postsByChannel } from './queries/posts-by-channel.ts'
import { postsByDay } from './queries/posts-by-day.ts'
import { wentOut } from './queries/went-out.ts'
import { postsOnChannel } from './queries/posts-on-channel.ts'
import { post, postsOfMonth } from './queries/posts.ts'

export const commands = {
  writePost,
  changePost,
  schedulePost,
  unschedulePost,
  deletePost,
  putBackPost,
  notePosts,
  completeHandOver,
  reopenHandOver,
  tryAgain,
  settleTarget,
  resumeAfterReconnect,
}
export const queries = { post, postsOfMonth, postsByChannel, postsByDay, postsOnChannel, postTexts, postWords, wentOut, newestPublished, handOverLetter }
/** Goes round all shops: run by the schedule. */
export const acrossShops = { forgetPictures }

export { agenda } from './agenda.ts'
export { publishingErrors } from './errors.ts'
export { publishingRoutes } from './routes.ts'
export { publishingJobs, type PublishingJobs, type PublishingJobsNeeds } from './worker/publishing-jobs.ts'
export type { PublishingEvent } from './events.ts'
export type { WritingNeeds } from './needs.ts'
export type { PastPost } from './commands/note-posts.ts'
export type { HandOverLetter } from './queries/hand-over-letter.ts'
export type { PostsOfDay } from './queries/posts-by-day.ts'
export type { PostOnChannel } from './queries/posts-on-channel.ts'
