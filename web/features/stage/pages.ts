import type { PublicStory } from '#contract/stage.ts'

declare global {
  interface KicauPages {
    /** The story that a shop shows; null where there is no such shop, or it shows none. */
    story(slug: string): Promise<PublicStory | null>
  }
}
