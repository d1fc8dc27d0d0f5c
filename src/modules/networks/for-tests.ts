import type { Adapter } from './adapter.ts'

/** For tests: a network that signs in whoever says "right", and calls an account by another name than its handle. */
export const pretendedNetwork = (connect?: NonNullable<Adapter['connect']>): Adapter => ({
  manifest: {
    network: 'pretended',
    name: 'Pretended',
    way: 'direct',
    channel: 'bluesky',
    text: { most: 300, unit: 'graphemes', mostBytes: 3000 },
    images: { most: 4, needed: false, mostBytes: 1_000_000, mostSide: 2000, alt: true },
    links: 'tappable',
    connect: { password: 'app-password', server: 'https://pretended.example' },
  },
  connect:
    connect ??
    (({ handle, password, server }) =>
      Promise.resolve(
        password === 'right'
          ? { is: 'connected', handle: `@${handle}`, remoteId: 'did:one', server, address: `https://p.example/${handle}`, session: 'tokens' }
          : { is: 'not-connected', why: 'password-wrong' },
      )),
  publish: { send: () => Promise.resolve({ is: 'published', remoteId: 'x', address: null }) },
})
