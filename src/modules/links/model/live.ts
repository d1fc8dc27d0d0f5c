interface Dated {
  createdAt: Date
  closedAt: Date | null
  chatCode: string | null
  chatCodeUntil: Date | null
}

/** A post's chat code is read for a year; on what is printed, for as long as its link is open. */
export const POST_CODE_DAYS = 365

export const isOpen = (link: { closedAt: Date | null }, at: Date): boolean => link.closedAt === null || at < link.closedAt

/** The code that stands for the link at that moment; null when none does. */
export const liveChatCode = (link: Dated, at: Date): string | null =>
  isOpen(link, at) && link.createdAt <= at && (link.chatCodeUntil === null || at < link.chatCodeUntil) ? link.chatCode : null
