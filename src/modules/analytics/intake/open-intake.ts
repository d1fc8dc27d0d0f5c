import type { Channel } from '#contract/channels.ts'
import type { Clock } from '#platform/clock'
import type { Database } from '#platform/db'
import type { HitsThread } from '#platform/hits'
import { PLACED } from '../channels/placed.ts'
import { openAcross } from './across.ts'
import { DRIVEN } from './agent.ts'
import { openBots, type KeepBots } from './bots.ts'
import { dropReasons, type Caller, type DropReason, type IncomingHit, type Intake, type Recorded } from './incoming-hit.ts'
import { openLeftOut } from './left-out.ts'
import type { OwnNetworks } from './own-networks.ts'
import { linesOf } from './row.ts'
import { openSalts, type DaysSalt } from './salts.ts'
import { openSenders } from './senders.ts'
import type { Sites } from './sites.ts'
import { isMalformed, whyNot } from './steps.ts'

export interface IntakeNeeds {
  journal: Pick<HitsThread, 'append' | 'appendAll' | 'seal'>
  database: Database
  sites: Sites
  clock: Clock
  /** Without them, what programs do is counted and not kept. */
  keepBots?: KeepBots
  ownNetworks?: OwnNetworks
  /** On which channel a link of the shop's is placed, by its code; null for what is none. Without it the address and the app say where a view came from. */
  channelOfLink?: (workspaceId: string, code: string) => Promise<Channel | null>
}

/** The intake with what its public address needs beside it. */
export interface OpenIntake extends Intake {
  readonly sites: Sites
  now(): Date
  /** Counts a hit that was refused before it could be recorded. */
  drop(because: DropReason): Recorded
}

const KEPT: Recorded = { counted: true }

/** Opens the way for hits into the journal. */
export function openIntake({ journal, database, sites, clock, keepBots, ownNetworks, channelOfLink }: IntakeNeeds): OpenIntake {
  const senderOf = openSenders()
  const salts = openSalts({ db: database.writer, clock })
  const leftOut = openLeftOut(database.writer, clock)
  const bots = openBots(keepBots)
  const across = openAcross()
  const counts = Object.fromEntries([...dropReasons, 'kept'].map((name) => [name, 0])) as Record<DropReason | 'kept', number>

  const drop = (because: DropReason): Recorded => {
    counts[because]++
    return { counted: false, because }
  }

  const countKept = (): Recorded => {
    counts.kept++
    return KEPT
  }

  /** A writer of this hit's lines, whoever calls; undefined where the store would refuse them. */
  const writerOf = (hit: IncomingHit) => {
    if (isMalformed(hit)) return undefined
    const at = hit.at ?? clock.now()
    const lineOf = linesOf(hit)
    return (caller: Caller, salt: DaysSalt | undefined): string => lineOf(caller, at, senderOf(hit, caller, at, salt))
  }

  /** A program's is kept beside what counts; of anyone else's there is a number and no more. */
  const leaveOut = (because: DropReason, hit: IncomingHit, caller: Caller, write: (caller: Caller) => string): Recorded => {
    if (because !== 'bot' || !bots.keep(write(caller.driven ? { ...caller, userAgent: DRIVEN } : caller))) leftOut.note(hit, because)
    return drop(because)
  }

  const isOwn = ({ workspaceId }: IncomingHit, { ip }: Caller): boolean => ip !== undefined && ownNetworks !== undefined && ownNetworks.includes(workspaceId, ip)

  const whyNotOf = (hit: IncomingHit, caller: Caller): DropReason | undefined => whyNot(caller) ?? (isOwn(hit, caller) ? 'own-visit' : undefined)

  /** Of one site among several of the shop's: what led to the others may be what led here. */
  const recordAcross = async (hit: IncomingHit): Promise<Recorded> => {
    const salt = await salts.today()
    const at = hit.at ?? clock.now()
    const sender = senderOf(hit, hit, at, salt)
    const counted = across.goesOn(hit, sender.visitor, at, salt)
    await journal.append(linesOf(counted)(counted, at, sender))
    return countKept()
  }

  /** Who opens a page by a link of the shop's came by where that link is placed, whatever passed it on. */
  const byItsLink = async (hit: IncomingHit): Promise<IncomingHit> => {
    // Where that can't be found out just now, the hit counts by its other words; it is grouped anew one day.
    const channel = await channelOfLink!(hit.workspaceId, hit.code!).catch(() => null)
    return channel === null || !PLACED.includes(channel) ? hit : { ...hit, channel }
  }

  const record = (hit: IncomingHit): Promise<Recorded> => {
    const write = writerOf(hit)
    if (!write) return Promise.resolve(drop('malformed'))
    const because = whyNotOf(hit, hit)
    if (hit.across && !because) return recordAcross(hit)
    const salt = needsSalt(hit) && (because === undefined || because === 'bot') ? salts.today() : undefined
    if (because) {
      const leave = (known: DaysSalt | undefined) => leaveOut(because, hit, hit, (caller) => write(caller, known))
      return salt instanceof Promise ? salt.then(leave) : Promise.resolve(leave(salt))
    }
    return salt instanceof Promise ? salt.then((known) => journal.append(write(hit, known)).then(countKept)) : journal.append(write(hit, salt)).then(countKept)
  }

  /** What is not counted of these is noted, and the others' lines are answered. */
  const linesOfAll = (salt: DaysSalt, hit: IncomingHit, callers: readonly Caller[]): string[] => {
    const write = writerOf(hit)
    const lines: string[] = []
    for (const caller of callers) {
      const because = write ? whyNotOf(hit, caller) : 'malformed'
      if (because) leaveOut(because, hit, caller, (one) => write!(one, salt))
      else {
        lines.push(write!(caller, salt))
        // Who opens a link to the shop's page goes on from there, and comes from where the link stood.
        if (hit.at === undefined && across.follows(hit.workspaceId)) across.note(hit, caller.referrer, senderOf(hit, caller, clock.now(), salt).visitor, clock.now())
      }
    }
    return lines
  }

  // Waits for the disk without callers and lines: what a thousand of them hold would be carried over by each collection.
  const recordWith = (salt: DaysSalt, hit: IncomingHit, callers: readonly Caller[]): Promise<void> => {
    const lines = linesOfAll(salt, hit, callers)
    const { length } = lines
    if (length === 0) return Promise.resolve()
    return journal.appendAll(lines, 'soon').then(() => void (counts.kept += length))
  }

  return {
    sites,
    now: () => clock.now(),
    drop,
    record: (hit) => (channelOfLink && hit.kind === 'view' && hit.code !== undefined && hit.channel === undefined ? byItsLink(hit).then(record) : record(hit)),
    recordAll: async (hit, callers) => recordWith(await salts.today(), hit, callers),
    codeThatLed: async (workspaceId, caller) => {
      const to = { workspaceId, kind: 'view' as const }
      if (!across.follows(workspaceId) || whyNotOf(to, caller)) return undefined
      const at = clock.now()
      return across.codeThatLed(to, senderOf(to, caller, at, await salts.today()).visitor, at)
    },
    counts: () => ({ ...counts }),
    close: async () => {
      await Promise.all([journal.seal(), leftOut.flush(), bots.flush()])
    },
  }
}

const needsSalt = ({ ip, visitorId }: IncomingHit): boolean => visitorId === undefined && ip !== undefined
