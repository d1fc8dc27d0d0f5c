import type { NetworkManifest } from '#contract/networks.ts'

/** Limits as the lexicons `app.bsky.feed.post` and `app.bsky.embed.images` set them. */
export const manifest: NetworkManifest = {
  network: 'bluesky',
  name: 'Bluesky',
  way: 'direct',
  channel: 'bluesky',
  text: { most: 300, unit: 'graphemes', mostBytes: 3000 },
  // Two million bytes are allowed since 2026; a server that has not been brought up to date takes one million.
  images: { most: 4, needed: false, mostBytes: 1_000_000, mostSide: 2000, alt: true },
  links: 'tappable',
  connect: { password: 'app-password', server: 'https://bsky.social' },
}
