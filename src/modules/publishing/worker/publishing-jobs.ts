import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { NotBegun, type Networks, type Outcome, type Sighting } from '#modules/networks'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/db'
import type { Actor, Scopes } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { policy } from '../model/policy.ts'
import { leaseTarget, type Leased } from './lease-target.ts'
import { recordOutcome } from './record-outcome.ts'
import { putAside } from './put-aside.ts'
import { wakingTargets, type WakingTarget } from './waking-targets.ts'

export interface PublishingJobsNeeds {
  database: Database
  scopes: Scopes
  clock: Clock
  networks: Networks
  media: Pick<MediaStore, 'read'>
  log: { error(fields: object, message: string): void }
}

export interface PublishingJobs {
  /**
   * Takes up whatever is due: hands over, and starts what must be sent or looked for. Answers when that is begun, not
   * when networks have answered, so that a slow one holds up nobody. Any number of workers may tick at once.
   */
  tick(): Promise<void>
  /** When everything that was begun has come to its end: for a clean stop, and for tests. */
  settled(): Promise<void>
}

const worker: Actor = { kind: 'system', id: 'publishing' }

export function publishingJobs({ database, scopes, clock, networks, media, log }: PublishingJobsNeeds): PublishingJobs {
  const running = new Set<Promise<void>>()
  const inLane = new Map<string, number>()

  async function tick(): Promise<void> {
    const waking = await wakingTargets(database.writer, clock.now())
    for (const one of waking) {
      if (running.size >= policy.mostAtOnce) return
      if ((inLane.get(one.lane) ?? 0) >= policy.mostOfALane) continue
      await begin(one)
    }
  }

  async function begin(one: WakingTarget): Promise<void> {
    let leased: Leased | null
    try {
      leased = await scopes.writing(one.workspaceId, worker, (scope) => leaseTarget(scope, networks, one.targetId))
    } catch (failure) {
      log.error({ target: one.targetId, error: String(failure) }, 'a post could not be taken up; it is tried again in a while')
      await putAside(database.writer, one, clock.now()).catch(() => {})
      return
    }
    if (!leased) return
    inLane.set(one.lane, (inLane.get(one.lane) ?? 0) + 1)
    const run = attempt(one, leased).finally(() => {
      running.delete(run)
      inLane.set(one.lane, inLane.get(one.lane)! - 1)
    })
    running.add(run)
  }

  /** Never throws: what is not written down here is found again when its lease ends. */
  async function attempt({ workspaceId, targetId }: WakingTarget, leased: Leased): Promise<void> {
    try {
      const outcome = await tried(workspaceId, leased).catch((failure: unknown): Outcome => {
        const detail = String(failure).slice(0, 300)
        // A look that was not begun says nothing of the try before it, which may be out.
        if (failure instanceof NotBegun) return leased.step === 'send' ? { is: 'retry-after', at: null, why: 'held-up', detail } : { is: 'unknown', why: 'no-answer', detail }
        log.error({ target: targetId, error: failure instanceof Error ? failure.stack : String(failure) }, 'an adapter broke; whether the post is out is looked for')
        return { is: 'unknown', why: 'no-answer', detail }
      })
      await writtenDown(() => scopes.writing(workspaceId, worker, (scope) => recordOutcome(scope, networks, leased, outcome)))
    } catch (failure) {
      log.error({ target: targetId, error: String(failure) }, 'the end of an attempt could not be written down; it is looked for when its lease ends')
    }
  }

  /**
   * A network's answer is not given twice: while the database is away it is held, well within the lease. Written down
   * twice it changes nothing, for the lease is gone after the first.
   */
  async function writtenDown(write: () => Promise<void>): Promise<void> {
    for (const pause of policy.writeMs)
      try {
        return await write()
      } catch {
        await wait(pause, undefined, { ref: false })
      }
    await write()
  }

  function tried(workspaceId: string, { step, target, post, pictures }: Leased): Promise<Outcome | Sighting> {
    if (step === 'look') return networks.lookUp(workspaceId, target.accountId, target.publishKey ?? '')
    return networks.send(workspaceId, target.accountId, {
      key: target.publishKey,
      text: target.finalText ?? '',
      language: post.language,
      writtenAt: clock.now(),
      pictures: pictures.map(({ mediaKey, alt }) => ({ alt, bytes: () => bytesOf(media, mediaKey) })),
    })
  }

  return {
    tick,
    settled: async () => {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

/** Nothing where the store has lost it: an adapter refuses what is no picture. */
async function bytesOf(media: Pick<MediaStore, 'read'>, key: string): Promise<Buffer> {
  const found = await media.read(key)
  return found ? buffer(found.stream) : Buffer.alloc(0)
}
