import type { Adapter } from '../../adapter.ts'
import { manifest } from './manifest.ts'
import { recordKey } from './record-key.ts'

// The network's own client library weighs some 30 MB: what needs it is loaded when an account first does.
export const bluesky: Adapter = {
  manifest,
  connect: async (wish, tools) => (await import('./sign-in.ts')).connect(wish, tools),
  publish: {
    newKey: recordKey,
    send: async (post, login, tools) => (await import('./send.ts')).send(post, login, tools),
    lookUp: async (key, login, tools) => (await import('./look-up.ts')).lookUp(key, login, tools),
  },
  audience: async (login, tools) => (await import('./audience.ts')).audience(login, tools),
}
