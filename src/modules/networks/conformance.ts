import assert from 'node:assert/strict'
import { Channel } from '#contract/channels.ts'
import { NetworkManifest } from '#contract/networks.ts'
import type { AccountLogin, Adapter, OutgoingPost, Tools } from './adapter.ts'

// The suite that every adapter passes. It brings no test runner: `for (const { name, run } of …) test(name, run)`.

export interface Check {
  name: string
  run(): Promise<void>
}

const check = (name: string, run: () => void | Promise<void>): Check => ({ name, run: async () => run() })

/** What can be said of an adapter without its network. */
export function checksOf(adapter: Adapter): Check[] {
  const { manifest, publish, connect, deepLink } = adapter
  return [
    check('its manifest is one', () => {
      NetworkManifest.parse(manifest)
      Channel.parse(manifest.channel)
      assert.match(manifest.network, /^[a-z][a-z-]*$/)
      for (const limit of [manifest.text.most, manifest.text.mostBytes, manifest.images.mostBytes]) assert.ok(limit === null || limit > 0)
      assert.ok(manifest.images.most >= (manifest.images.needed ? 1 : 0))
    }),
    check('it can do what its way promises, and pretends to nothing else', () => {
      const direct = manifest.way === 'direct'
      assert.equal(publish !== undefined, direct, 'publish')
      assert.equal(connect !== undefined, direct, 'connect')
      assert.equal(manifest.connect.password !== 'none', direct, 'password')
      if (direct) assert.ok(manifest.images.mostBytes !== null, 'pictures have a size that fits')
    }),
    check('what it opens is a web address, whatever the text', () => {
      for (const text of ['', 'dua kata & tiga?', 'baris\nbaru', '"><script>', '#tagar 100%', '😀'.repeat(200)]) {
        const address = deepLink?.({ text, handle: '@sambal@toko.example' }) ?? null
        if (address === null) continue
        assert.equal(new URL(address).protocol, 'https:')
        assert.doesNotMatch(address, /[\s"<>{}]/)
      }
    }),
    check('its keys never come twice', () => {
      const newKey = publish?.newKey
      if (!newKey) return
      const at = new Date('2026-11-22T03:00:00Z')
      const keys = Array.from({ length: 2000 }, () => newKey(at))
      assert.equal(new Set(keys).size, keys.length)
    }),
  ]
}

/** A real network (or its real server) to try a direct adapter at. */
export interface Trial {
  tools: Tools
  login(): AccountLogin
  lockedOut(): AccountLogin
  unreachable(): AccountLogin
  /** How many posts the account has there, as the network itself counts. */
  posts(): Promise<number>
  /** How many calls have reached the network so far. */
  calls(): number
}

/** What must hold at the network itself. */
export function checksAt(adapter: Adapter, trial: Trial): Check[] {
  const { manifest, publish } = adapter
  const { send, newKey, lookUp } = publish!
  const at = new Date('2026-11-22T03:00:00Z')
  const outgoing = (text: string): OutgoingPost => ({ key: newKey?.(at) ?? null, text, language: 'id', writtenAt: at, pictures: [] })
  return [
    check('a post goes out once, and is found', async () => {
      const before = await trial.posts()
      const post = outgoing('Sambal bawang siap')
      const outcome = await send(post, trial.login(), trial.tools)
      assert.equal(outcome.is, 'published')
      assert.equal(await trial.posts(), before + 1)
      if (lookUp && post.key) assert.equal((await lookUp(post.key, trial.login(), trial.tools)).is, 'published')
    }),
    check('sent again under its key, there is still one', async () => {
      if (!newKey) return
      const post = outgoing('Sekali saja')
      await send(post, trial.login(), trial.tools)
      const before = await trial.posts()
      const again = await send(post, trial.login(), trial.tools)
      assert.equal(await trial.posts(), before)
      assert.notEqual(again.is, 'retry-after')
      assert.notEqual(again.is, 'rejected')
    }),
    check('what was never sent is not there', async () => {
      if (lookUp && newKey) assert.equal((await lookUp(newKey(at), trial.login(), trial.tools)).is, 'absent')
    }),
    check('a text over its limit never leaves', async () => {
      const { most, unit } = manifest.text
      if (most === null) return
      const before = trial.calls()
      const outcome = await send(outgoing((unit === 'graphemes' ? '👩‍🍳' : 'a').repeat(most + 1)), trial.login(), trial.tools)
      assert.deepEqual([outcome.is, 'why' in outcome && outcome.why], ['rejected', 'text-too-long'])
      assert.equal(trial.calls(), before)
    }),
    check('a password that is not taken asks to reconnect', async () => {
      const outcome = await send(outgoing('x'), trial.lockedOut(), trial.tools)
      assert.deepEqual([outcome.is, 'why' in outcome && outcome.why], ['needs-reconnect', 'password-wrong'])
    }),
    check('a server that is not there is tried later', async () => {
      const outcome = await send(outgoing('x'), trial.unreachable(), trial.tools)
      assert.deepEqual([outcome.is, 'why' in outcome && outcome.why], ['retry-after', 'network-down'])
      if (lookUp && newKey) assert.equal((await lookUp(newKey(at), trial.unreachable(), trial.tools)).is, 'retry-after')
    }),
  ]
}
