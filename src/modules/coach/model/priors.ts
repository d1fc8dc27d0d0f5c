import type { ItemKind } from '#contract/coach.ts'

/**
 * How likely doing this brings an order that would not have come: our own supposition, since nobody has published such
 * figures for shops of this kind. It only ranks; it is never shown as rupiah. What brings knowledge instead of an order
 * (an answer noted, minutes kept) stands here by what a later decision gains from it.
 * Once outcomes of a kind are recorded they are to be weighed with it, and from about twenty on to speak for themselves.
 */
export const priors: Record<ItemKind, Record<string, { chance: number; because: string }>> = {
  thank: {
    fresh: { chance: 0.1, because: 'Who brought one buyer brings the next, most of all while they still hear of it.' },
    earlier: { chance: 0.06, because: 'The same, some weeks later.' },
  },
  'hand-over': {
    due: { chance: 0.08, because: 'It is written and waits for a tap: the rest of the work is done.' },
    overdue: { chance: 0.05, because: 'Still worth posting, though its hour has passed.' },
  },
  'post-due': {
    'needs-you': { chance: 0.07, because: 'Nobody knows whether it is out; looking takes a minute.' },
    failed: { chance: 0.06, because: 'It was to go out and did not.' },
  },
  'order-to-note': {
    fresh: { chance: 0.04, because: 'The buyer still knows how they found the shop; it decides where the next minutes go.' },
    earlier: { chance: 0.012, because: 'After two days few remember.' },
  },
  evening: {
    tonight: { chance: 0.03, because: 'Hours that nobody noted make a channel look cheaper than it is; tomorrow they are a guess.' },
  },
  'forgotten-timer': {
    asking: { chance: 0.025, because: 'Only today is it remembered how long it was.' },
  },
  drafts: {
    waiting: { chance: 0.012, because: 'A draft counts only once it is kept.' },
  },
}
