import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { canEnter, openToGroup, ownUid, takeFolder, unprivilegedUser, type RunAs } from './postgres-user.ts'
import { findPrograms } from './postgres-programs.ts'
import type { EngineSettings } from './settings.ts'
import { WillNotStart } from './supervise.ts'

/** Where the cluster, its socket and its programs are, and as whom they run. */
export interface PostgresPlace {
  /** The cluster itself (PGDATA); may not be there yet. */
  cluster: string
  /** The folder of the socket. */
  socket: string
  /** The folder that holds initdb and postgres. */
  programs: string
  /** As root only: PostgreSQL refuses to run as root. */
  as?: RunAs
}

/** Where things go that the child cannot reach otherwise. Not a temporary folder: the data must outlive a reboot. */
const ELSEWHERE = '/var/lib/kicau'

/** A socket's whole path must be shorter than 108 bytes, and `/.s.PGSQL.5432` takes 14. */
const LONGEST_SOCKET_FOLDER = 93

/** Finds the folders, and makes them. Throws `WillNotStart` with what to do when it cannot. */
export function findPlace(settings: EngineSettings): PostgresPlace {
  const { home, as } = findHome(realpathSync(settings.dataDir))
  return {
    cluster: join(home, 'cluster'),
    socket: findSocketFolder(home, settings.runDir, as),
    programs: findPrograms(ELSEWHERE, as),
    ...(as && { as }),
  }
}

/** The folder of cluster and socket: `<dataDir>/postgres`, or what it links to. */
function findHome(dataDir: string): { home: string; as?: RunAs } {
  const door = join(dataDir, 'postgres')
  if (isLinkToNothing(door)) {
    throw new WillNotStart(
      `${door} is a link to a folder that is gone. Bring that folder back, or remove the link to begin with an empty database.`,
    )
  }
  const cluster = join(door, 'cluster')
  if (existsSync(cluster)) return found(dataDir, door)
  if (ownUid() !== 0) return { home: ownFolder(door) }

  const as = unprivilegedUser()
  if (!existsSync(door)) mkdirSync(door, { mode: 0o710 })
  openToGroup(realpathSync(door), as)
  if (!canEnter(dataDir, as)) openToGroup(dataDir, as)
  if (canEnter(door, as)) return { home: realpathSync(door), as }
  // The way to the data folder is closed to the child (a home of mode 0700): the cluster lives elsewhere, linked here.
  rmSync(door, { recursive: true })
  const home = makeElsewhere(dataDir, as)
  symlinkSync(home, door)
  return { home, as }
}

/** A cluster that is there already. One that was brought back from a backup into a closed home moves to where its owner can go. */
function found(dataDir: string, door: string): { home: string; as?: RunAs } {
  const cluster = realpathSync(join(door, 'cluster'))
  const as = ownerOf(cluster)
  if (!as || canEnter(cluster, as)) return { home: realpathSync(door), as }
  if (lstatSync(door).isSymbolicLink()) {
    throw new WillNotStart(
      `The database in ${cluster} belongs to user ${as.uid}, who cannot go there. Open the folders on the way (chmod o+x).`,
    )
  }
  const home = makeElsewhere(dataDir, as)
  // Over to another disk as well, each file staying its owner's.
  execFileSync('mv', [cluster, join(home, 'cluster')])
  rmSync(door, { recursive: true })
  symlinkSync(home, door)
  return { home, as }
}

/** A cluster runs as whoever owns it: so one made by a user also starts under sudo, and stays that user's. */
function ownerOf(cluster: string): RunAs | undefined {
  const { uid } = statSync(cluster)
  const own = ownUid()
  if (own !== 0) {
    if (uid === own) return undefined
    throw new WillNotStart(
      `The database in ${cluster} belongs to user ${uid}, and Kicau runs as user ${own}. Run it as the user who made it.`,
    )
  }
  if (uid === 0) {
    throw new WillNotStart(
      `The database in ${cluster} belongs to root, as whom PostgreSQL will not run. Give it to another user (chown -R).`,
    )
  }
  // In our group, whoever it is: the programs may have been copied to where only that group can go.
  return { uid, gid: unprivilegedUser().gid }
}

function makeElsewhere(dataDir: string, as: RunAs): string {
  mkdirSync(ELSEWHERE, { recursive: true, mode: 0o710 })
  openToGroup(ELSEWHERE, as)
  // A name of chance, not of the path: a data folder that was deleted and made again begins empty.
  const home = join(ELSEWHERE, `${basename(dataDir).slice(0, 30)}-${randomBytes(6).toString('hex')}`)
  mkdirSync(home, { mode: 0o710 })
  openToGroup(home, as)
  writeFileSync(join(home, 'README'), `The database of the Kicau in ${dataDir}, which links here.\n`, { mode: 0o600 })
  if (canEnter(home, as)) return home
  rmSync(home, { recursive: true })
  throw new WillNotStart(
    `As root, Kicau found no folder for its database that user ${as.uid} can enter, neither ${dataDir} nor ${ELSEWHERE}. ` +
      'Run it as an ordinary user, or give it a DATABASE_URL.',
  )
}

/** Beside the cluster, unless that path is too long for a socket. */
function findSocketFolder(home: string, runDir: string | undefined, as: RunAs | undefined): string {
  const name = createHash('sha256').update(home).digest('hex').slice(0, 10)
  const folders = [
    ...(runDir ? [join(runDir, `pg-${name}`)] : []),
    join(home, 'socket'),
    join(tmpdir(), `kicau-${name}`),
    `/tmp/kicau-${name}`,
  ]
  for (const folder of folders) {
    if (Buffer.byteLength(folder) > LONGEST_SOCKET_FOLDER) continue
    if (takeFolder(folder, as)) return folder
  }
  throw new WillNotStart(`No folder for the database's socket: tried ${folders.join(', ')}.`)
}

function ownFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return realpathSync(folder)
}

function isLinkToNothing(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && !existsSync(path)
}
