import type { LinkNamed } from './links.ts'
import { firstWords } from './post-text.ts'

// What visits are counted by goes by the same names wherever it is read and searched. No imports but types and the like: the web names with the same code.

const POST_NAME_LENGTH = 60

/** What a post is known by, out of what it begins with. */
export const postName = (words: string): string => firstWords(words, POST_NAME_LENGTH)

/** What a link is known by: its own or its placement's name, else its post's, its channel's and its code. */
export const linkName = ({ code, name, placement }: LinkNamed, { channel, post }: { channel: string; post: string | undefined }): string =>
  placement?.name ?? name ?? [post, channel, code].filter(Boolean).join(' · ')
