import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { WritePost } from '#contract/publishing.ts'
import type { DemoShop } from '#contract/workspace.ts'
import { commands as networksOf, openNetworks, type Adapter, type Networks, type Outcome, type OutgoingPost } from '#modules/networks'
import { commands as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import type { Scopes, WriteScope } from '#platform/scope'
import type { StoppedClock } from '#platform/clock'
import type { Database } from '#platform/db'
import { openMediaStore, type MediaStore } from '#platform/storage'
import type { WritingNeeds } from './needs.ts'
import { publishingJobs, type PublishingJobs } from './worker/publishing-jobs.ts'

/** The result of a command that was meant to be done. */
export function done<T>(result: T): Exclude<T, { readonly refused: string }> {
  if (isRefusal(result)) throw new Error(`refused: ${result.refused} ${JSON.stringify(result)}`)
  return result as Exclude<T, { readonly refused: string }>
}

/** How the pretended network takes the next post. `swallow`: takes it and says nothing. `lose`: says nothing, and did nothing. */
export type Mood = 'take' | 'swallow' | 'lose' | 'down' | 'refuse' | 'lock-out' | 'break' | 'hang'

export interface PretendedNetwork {
  adapter: Adapter
  /** What is there, by key; a network without keys counts on. */
  there: { key: string | null; text: string; alts: string[] }[]
  sends: number
  looks: number
  /** The next moods, one a send; `take` when there are none left. */
  moods: Mood[]
  lookMoods: ('see' | 'down')[]
  /** Lets everything that hangs go on. */
  release(): void
}

/** A network that lives in memory, with or without keys and eyes. No adapter of Kicau's own is pretended. */
export function pretendedNetwork({ network = 'pretended', keyed = true, canLook = true } = {}): PretendedNetwork {
  let release = () => {}
  let held = new Promise<void>((resolve) => (release = resolve))
  const pretended: PretendedNetwork = {
    there: [],
    sends: 0,
    looks: 0,
    moods: [],
    lookMoods: [],
    release: () => {
      release()
      held = new Promise<void>((resolve) => (release = resolve))
    },
    adapter: {
      manifest: {
        network,
        name: network,
        way: 'direct',
        channel: 'bluesky',
        text: { most: 300, unit: 'graphemes', mostBytes: 3000 },
        images: { most: 4, needed: false, mostBytes: 1_000_000, mostSide: 2000, alt: true },
        links: 'tappable',
        connect: { password: 'app-password', server: 'https://pretended.example' },
      },
      connect: ({ handle, server }) => Promise.resolve({ is: 'connected', handle, remoteId: `id:${handle}`, server, address: null, session: null }),
      publish: {
        ...(keyed && { newKey: () => newId() }),
        ...(canLook && {
          lookUp: (key) => {
            pretended.looks++
            if (pretended.lookMoods.shift() === 'down') return Promise.resolve({ is: 'retry-after', at: null, why: 'network-down' })
            const found = pretended.there.some((post) => post.key === key)
            return Promise.resolve(found ? { is: 'published', remoteId: key, address: `https://pretended.example/${key}` } : { is: 'absent' })
          },
        }),
        send: async (post) => {
          pretended.sends++
          const mood = pretended.moods.shift() ?? 'take'
          if (mood === 'hang') await held
          return sent(pretended, post, mood)
        },
      },
    },
  }
  return pretended
}

async function sent(pretended: PretendedNetwork, post: OutgoingPost, mood: Mood): Promise<Outcome> {
  if (mood === 'down') return { is: 'retry-after', at: null, why: 'network-down' }
  if (mood === 'refuse') return { is: 'rejected', why: 'refused', detail: 'not here' }
  if (mood === 'lock-out') return { is: 'needs-reconnect', why: 'password-wrong' }
  if (mood === 'lose') return { is: 'unknown', why: 'no-answer' }
  // As a real one does: a second post under a key is an error at the server.
  if (post.key !== null && pretended.there.some(({ key }) => key === post.key)) return { is: 'unknown', why: 'network-down' }
  pretended.there.push({ key: post.key, text: post.text, alts: post.pictures.map(({ alt }) => alt) })
  if (mood === 'break') throw new Error('An adapter of ours has a fault.')
  if (mood === 'swallow') return { is: 'unknown', why: 'no-answer' }
  return { is: 'published', remoteId: post.key ?? 'x', address: `https://pretended.example/${post.key}` }
}

interface Shop {
  workspaceId: string
  scopes: Scopes
  clock: StoppedClock
  database: Database
  writing<T>(work: (scope: WriteScope) => Promise<T>): Promise<T>
}

export interface Desk {
  needs: WritingNeeds & { networks: Networks; media: MediaStore }
  /** A worker; each call is another process as far as the database can tell. */
  worker(): PublishingJobs
  /** Ticks until nothing is left to do at this instant. */
  work(): Promise<void>
  connect(network: string, way?: 'direct' | 'hand-over', handle?: string): Promise<string>
  write(wish: Partial<WritePost> & { on: string[] }): WritePost
  faults: string[]
}

/** A shop that has begun, with networks to speak on and a worker. Links work unless `publicUrl` is null. */
export async function desk(
  shop: Shop,
  adapters: readonly Adapter[],
  { publicUrl = 'https://kicau.example', demo }: { publicUrl?: string | null; demo?: DemoShop } = {},
): Promise<Desk> {
  const loginId = newId()
  done(
    await shop.writing((scope) =>
      workspace.beginShop(
        scope,
        { reserved: new Set() },
        { loginId, name: 'Bu Tini' },
        { name: 'Sambal Bu Tini', slug: `sambal-${shop.workspaceId.slice(-6)}`, country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', whatsapp: '0812-3456-7890', demo },
      ),
    ),
  )
  const folder = mkdtempSync(join(tmpdir(), 'kicau-media-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { scopes, clock, database } = shop
  const networks = openNetworks({ secrets: secretsFrom(Buffer.alloc(32, 7)), scopes, clock, allowPrivateHosts: false, registry: adapters })
  const media = openMediaStore(folder)
  const faults: string[] = []
  const worker = () => publishingJobs({ database, scopes, clock, networks, media, log: { error: (_, message) => void faults.push(message) } })
  const mine = worker()
  return {
    needs: { networks, media, publicAddress: () => ({ url: publicUrl, reachable: publicUrl !== null }) },
    worker,
    work: async () => {
      await mine.tick()
      await mine.settled()
    },
    connect: async (network, way = 'direct', handle = '@sambal') => {
      const wish = { network, way, handle, ...(way === 'direct' && { password: 'abcd-efgh-ijkl-mnop' }) }
      return done(await shop.writing((scope) => networksOf.connectAccount(scope, networks, wish))).id
    },
    write: ({ on, ...wish }) => ({ text: 'Sambal bawang siap!', pictures: [], link: null, ...wish, accounts: on.map((accountId) => ({ accountId })) }),
    faults,
  }
}
