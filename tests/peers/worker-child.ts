// A worker to be killed. `node worker-child.ts <settings as JSON>`: says "working" and ticks until it dies.
// A number of milliseconds on a line of its input moves its clock on, when nothing is on its way.
import { openNetworks } from '../../src/modules/networks/index.ts'
import { publishingJobs } from '../../src/modules/publishing/index.ts'
import { stoppedClock } from '../../src/platform/clock/index.ts'
import { openDatabase, scopesOf, type PostgresAddress } from '../../src/platform/db/index.ts'
import { secretsFrom } from '../../src/platform/secrets/index.ts'
import { openMediaStore } from '../../src/platform/storage/index.ts'
import { KEY } from './worker-settings.ts'

const { postgres, media, now } = JSON.parse(process.argv[2]!) as { postgres: PostgresAddress; media: string; now: string }
const clock = stoppedClock(now)
const database = openDatabase(postgres, 6)
const nothing = { client: undefined as never, readerFor: () => ({ query: () => Promise.resolve([]) }), close: () => Promise.resolve() }
const scopes = scopesOf(database, nothing, clock)
const networks = openNetworks({ secrets: secretsFrom(KEY), scopes, clock, allowPrivateHosts: true })
const worker = publishingJobs({ database, scopes, clock, networks, media: openMediaStore(media), log: console })
let ahead = 0
process.stdin.on('data', (lines: Buffer) => {
  for (const line of lines.toString().split('\n')) ahead += Number(line)
})
console.log('working')
for (;;) {
  // As the schedule does it: a turn that fails is told, and the next one comes.
  await worker.tick().catch((failure: unknown) => console.error(String(failure)))
  if (ahead > 0) {
    await worker.settled()
    clock.advance(ahead)
    ahead = 0
  }
  await new Promise((resolve) => setTimeout(resolve, 20))
}
