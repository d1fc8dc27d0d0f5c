/** The public story with every word and figure written in the shop's language. */
export interface StoryPageWords {
  shop: string
  slug: string
  title: string
  description: string
  words: string
  figures: { name: string; value: string }[]
  tools: { name: string; why: string }[]
  names: { figures: string; of: string; tools: string; invite: string; inviteText: string; take: string; shop: string; footer: string }
}
