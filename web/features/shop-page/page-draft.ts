import type { ChangeShopPage, PageButton, PageButtonKind, PublicShopPage, ShopPage } from '#contract/shop-page.ts'

/** A button while it is being written: its place in the list is not its name, since it may be moved. */
export interface DraftButton {
  key: number
  id?: string
  kind: PageButtonKind
  label: string
  target: string
}

export interface Draft {
  headline: string
  words: string
  pictureAlt: string
  theme: ShopPage['theme']
  newestPost: boolean
  buttons: DraftButton[]
}

let keys = 0
export const newButton = (kind: PageButtonKind, label = ''): DraftButton => ({ key: keys++, kind, label, target: '' })

export const draftOf = (page: ShopPage): Draft => ({
  headline: page.headline,
  words: page.words,
  pictureAlt: page.pictureAlt,
  theme: page.theme,
  newestPost: page.newestPost,
  buttons: page.buttons.map(({ id, kind, label, target }) => ({ key: keys++, id, kind, label, target: target ?? '' })),
})

export const changeOf = (draft: Draft): ChangeShopPage => ({
  headline: draft.headline,
  words: draft.words,
  pictureAlt: draft.pictureAlt,
  theme: draft.theme,
  newestPost: draft.newestPost,
  buttons: draft.buttons.map(
    ({ id, kind, label, target }): PageButton => ({
      ...(id !== undefined && { id }),
      kind,
      label,
      target: kind === 'whatsapp' || target.trim() === '' ? null : target.trim(),
    }),
  ),
})

/** What was left unsaved, by shop; for as long as the desk is open. */
export const waitingDrafts = new Map<string, Draft>()

/** The same without what only the screen knows: to see whether anything was changed. */
export const spelled = (draft: Draft): string => JSON.stringify(changeOf(draft))

type Preview = Pick<PublicShopPage, 'name' | 'headline' | 'words' | 'theme' | 'picture' | 'buttons' | 'newest'>

/** The page as visitors would see the draft; its buttons lead nowhere. `post` stands in for the newest one. */
export function previewOf(draft: Draft, shop: { name: string; whatsapp: string | null }, picture: string | null, post: { label: string; text: string }): Preview {
  const chats = (button: DraftButton) => button.kind === 'whatsapp' || button.kind === 'order'
  return {
    name: shop.name,
    headline: draft.headline.trim(),
    words: draft.words.trim(),
    theme: draft.theme,
    picture: picture === null ? null : { src: picture, alt: draft.pictureAlt },
    newest: draft.newestPost ? { ...post, href: '#' } : null,
    buttons: draft.buttons
      .filter((button) => button.label.trim() !== '' && (shop.whatsapp !== null || !chats(button)))
      .map(({ kind, label }) => ({ kind, label, href: '#' })),
  }
}
