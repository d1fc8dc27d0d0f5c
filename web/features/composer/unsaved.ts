import type { Picture } from '#contract/publishing.ts'
import type { LinkTo } from './composing'

/** A post as it stands on the writer's screen. */
export interface Writing {
  text: string
  chosen: string[]
  ownTexts: Record<string, string | undefined>
  pictures: Picture[]
  linkTo: LinkTo | null
  address: string
  when: 'now' | 'at' | null
  atDay: string
  atTime: string
}

interface Kept {
  /** What the screen began with: of a post that was changed elsewhere meanwhile nothing is taken up again. */
  begun: string
  writing: Writing
}

/**
 * What was written and not saved, of a post or (`null`) a new one: it outlives another screen, a reload, and a phone that puts
 * the tab to sleep while its owner looks something up. It goes with the tab.
 */
export function unsavedOf(shop: string, post: string | null, begun: Writing): Writing | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(under(shop, post)) ?? 'null') as Kept | null
    return kept && (post === null || kept.begun === spelled(begun)) ? kept.writing : null
  } catch {
    return null
  }
}

/** `null` forgets it: it was saved, or is as it began. */
export function keepUnsaved(shop: string, post: string | null, begun: Writing, writing: Writing | null) {
  try {
    if (writing === null) sessionStorage.removeItem(under(shop, post))
    else sessionStorage.setItem(under(shop, post), JSON.stringify({ begun: spelled(begun), writing } satisfies Kept))
  } catch {
    // A browser without a store, or with a full one: it stays on the screen.
  }
}

/** The hour that a new post is offered moves on by itself; it is no change of the writer's. */
export const spelled = ({ when, atDay, atTime, ...rest }: Writing): string => JSON.stringify(when === 'at' ? { ...rest, atDay, atTime } : rest)

const under = (shop: string, post: string | null): string => `kicau-writing:${shop}:${post ?? 'new'}`
