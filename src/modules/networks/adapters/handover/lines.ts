import type { Channel } from '#contract/channels.ts'

export interface HandOverLine {
  name: string
  channel: Channel
  /** The longest text in characters, by the network's own help pages; null where none is known. */
  text: number | null
  images: { most: number; needed?: boolean; alt?: boolean }
  links: 'tappable' | 'dead'
  /** An address that opens the app where one posts; on a phone it is the app, elsewhere the web. */
  opens: string | null
}

export const lines = {
  'whatsapp-status': { name: 'WhatsApp Status', channel: 'whatsapp', text: 700, images: { most: 10 }, links: 'tappable', opens: 'https://wa.me/?text={text}' },
  instagram: { name: 'Instagram', channel: 'instagram', text: 2200, images: { most: 10, needed: true, alt: true }, links: 'dead', opens: 'https://www.instagram.com/' },
  facebook: { name: 'Facebook', channel: 'facebook', text: 63_206, images: { most: 10, alt: true }, links: 'tappable', opens: 'https://www.facebook.com/' },
  tiktok: { name: 'TikTok', channel: 'tiktok', text: 2200, images: { most: 10, needed: true }, links: 'dead', opens: 'https://www.tiktok.com/upload' },
  threads: { name: 'Threads', channel: 'threads', text: 500, images: { most: 10, alt: true }, links: 'tappable', opens: 'https://www.threads.net/intent/post?text={text}' },
  x: { name: 'X', channel: 'x', text: 280, images: { most: 4, alt: true }, links: 'tappable', opens: 'https://x.com/intent/post?text={text}' },
  telegram: { name: 'Telegram', channel: 'telegram', text: 4096, images: { most: 10 }, links: 'tappable', opens: 'https://t.me/share/url?url={text}' },
  mastodon: { name: 'Mastodon', channel: 'mastodon', text: 500, images: { most: 4, alt: true }, links: 'tappable', opens: 'https://{server}/share?text={text}' },
  youtube: { name: 'YouTube', channel: 'youtube', text: 5000, images: { most: 5 }, links: 'tappable', opens: 'https://www.youtube.com/upload' },
  line: { name: 'LINE', channel: 'line', text: 10_000, images: { most: 10 }, links: 'tappable', opens: 'https://line.me/R/share?text={text}' },
  blog: { name: 'Blog', channel: 'blog', text: null, images: { most: 10, alt: true }, links: 'tappable', opens: null },
} as const satisfies Record<string, HandOverLine>
