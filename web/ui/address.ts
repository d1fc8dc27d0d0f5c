/** An address as people read it. */
export const withoutProtocol = (url: string): string => url.replace(/^https?:\/\//, '')
