/** The lexicon of a post, and the collection it lies in. */
export const COLLECTION = 'app.bsky.feed.post'

/** Where people read it; any account of the network can be seen there, whichever server it lives on. */
export const webAddress = (handle: string, key: string): string => `https://bsky.app/profile/${handle.replace(/^@/, '')}/post/${key}`
