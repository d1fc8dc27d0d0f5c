import { publishingRoutes as contract } from '#contract/publishing.ts'
import { sentFile, serve, servePrepared, servePublic, type Served } from '#platform/http'
import { isRefusal, refuse } from '#platform/refusal'
import type { MediaStore } from '#platform/storage'
import { addPicture, MOST_UPLOAD_MB } from './commands/add-picture.ts'
import { completeHandOver, reopenHandOver } from './commands/complete-hand-over.ts'
import { deletePost, putBackPost } from './commands/delete-post.ts'
import { schedulePost, unschedulePost } from './commands/schedule-post.ts'
import { settleTarget, tryAgain } from './commands/try-again.ts'
import { changePost, writePost } from './commands/write-post.ts'
import type { WritingNeeds } from './needs.ts'
import { handOvers } from './queries/hand-overs.ts'
import { pictureKey } from './queries/picture.ts'
import { postWords } from './queries/post-texts.ts'
import { post, posts, postsOfMonth } from './queries/posts.ts'

export const publishingRoutes = (needs: WritingNeeds & { media: MediaStore }): Served[] => [
  servePrepared(
    contract.addPicture,
    async ({ request }) => (await sentFile(request, MOST_UPLOAD_MB)) ?? refuse('publishing.picture-missing', { where: 'file' }),
    ({ scope, prepared }) => addPicture(scope, needs.media, prepared),
  ),
  servePublic(contract.picture, async ({ scope, params, reply }) => {
    const picture = await pictureKey(scope, params.id)
    if (isRefusal(picture)) return picture
    const kept = await needs.media.read(picture.key)
    if (!kept) return refuse('publishing.picture-unknown')
    return reply.type(picture.type).header('content-length', kept.bytes).header('cache-control', 'private, max-age=31536000, immutable').send(kept.stream)
  }),
  serve(contract.writePost, ({ scope, body }) => writePost(scope, needs, body)),
  serve(contract.post, ({ scope, params }) => post(scope, needs.networks, params.id)),
  serve(contract.posts, ({ scope, query }) => posts(scope, needs.networks, query)),
  serve(contract.postWords, ({ scope }) => postWords(scope)),
  serve(contract.changePost, ({ scope, params, body }) => changePost(scope, needs, params.id, body)),
  serve(contract.schedulePost, ({ scope, params, body }) => schedulePost(scope, needs, params.id, body.when)),
  serve(contract.unschedulePost, ({ scope, params }) => unschedulePost(scope, needs, params.id)),
  serve(contract.deletePost, ({ scope, params }) => deletePost(scope, params.id)),
  serve(contract.putBackPost, ({ scope, params }) => putBackPost(scope, needs, params.id)),
  serve(contract.handOvers, ({ scope }) => handOvers(scope, needs.networks)),
  serve(contract.completeHandOver, ({ scope, params, body }) => completeHandOver(scope, needs, params.id, body)),
  serve(contract.reopenHandOver, ({ scope, params }) => reopenHandOver(scope, needs, params.id)),
  serve(contract.tryAgain, ({ scope, params }) => tryAgain(scope, needs, params.id)),
  serve(contract.settleTarget, ({ scope, params, body }) => settleTarget(scope, needs, params.id, body)),
  serve(contract.postsOfMonth, ({ scope, query }) => postsOfMonth(scope, needs.networks, query.month)),
]
