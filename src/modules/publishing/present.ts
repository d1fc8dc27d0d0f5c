import type { Picture, Post, Target } from '#contract/publishing.ts'
import type { Networks } from '#modules/networks'
import type { PostRow, PublishingTables, TargetRow } from './tables.ts'

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export type PictureRow = PublishingTables['publishingPictures']

export const presentPicture = ({ pictureId, type, bytes, width, height, alt }: PictureRow): Picture => ({ id: pictureId, type, bytes, width, height, alt })

export function presentPost(post: PostRow, pictures: PictureRow[], targets: TargetRow[], networks: Networks, handles: ReadonlyMap<string, string>): Post {
  return {
    id: post.postId,
    text: post.text,
    language: post.language,
    link: post.linkTo === null ? null : post.linkTo === 'url' ? { to: 'url', url: post.linkUrl! } : { to: post.linkTo },
    pictures: pictures.map(presentPicture),
    scheduledAt: iso(post.scheduledAt),
    createdAt: post.createdAt.toISOString(),
    changedAt: post.changedAt.toISOString(),
    deleted: post.deletedAt !== null,
    targets: targets.map((target) => presentTarget(target, networks, handles.get(target.accountId) ?? '')),
  }
}

function presentTarget(target: TargetRow, networks: Networks, handle: string): Target {
  const { network, way, channel, accountId, state, ownText, finalText, linkMissing, linkId, address, why, whyDetail } = target
  return {
    id: target.targetId,
    accountId,
    network,
    networkName: networks.manifestOf(network, way)?.name ?? network,
    way,
    channel,
    handle,
    state,
    ownText,
    finalText,
    link: target.linkUrl,
    linkMissing,
    linkId,
    dueAt: iso(target.dueAt),
    nextTryAt: state === 'due' || state === 'attempting' ? iso(target.wakeAt) : null,
    publishedAt: iso(target.publishedAt),
    address,
    deepLink: way === 'hand-over' ? networks.deepLink(network, { text: finalText ?? '', handle }) : null,
    why,
    whyDetail,
    canLook: way === 'direct' && networks.canLookUp(network),
  }
}
