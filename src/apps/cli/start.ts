import { encodeQR } from 'qr'
import { readSettings } from '#platform/config'
import { noteUrl } from '#platform/engines'
import { closeInTime } from '#platform/http'
import { textsIn } from '#platform/i18n'
import { openLog } from '#platform/log'
import { compose, type Kicau } from '../compose.ts'
import { localAddresses } from '../public-address.ts'
import { buildServer } from '../server.ts'
import { startWorker } from '../worker.ts'
import { cliLanguage } from './language.ts'
import { ownEngineProblem } from './own-engines.ts'
import { folderProblem, portProblem, roomProblem } from './place.ts'

const texts = textsIn(cliLanguage(process.env))

/** Engines, desk and worker in one process. With `--demo` the demo shop's address is printed too. */
export async function start(args: string[]): Promise<number> {
  return run({ desk: true, worker: true, demo: args.includes('--demo') })
}

/** The desk alone, for several of them behind one address. Both engines are one's own then: those of a desk the worker would not reach. */
export const serve = (_args: string[]): Promise<number> => run({ desk: true, worker: false, demo: false })

/** The worker alone. */
export const work = (_args: string[]): Promise<number> => run({ desk: false, worker: true, demo: false })

async function run(parts: { desk: boolean; worker: boolean; demo: boolean }): Promise<number> {
  const began = performance.now()
  const settings = readSettings(process.env)
  console.log(texts('cli:starting'))
  const apart = !(parts.desk && parts.worker)
  const alone = apart && !(settings.DATABASE_URL && settings.CLICKHOUSE_URL) ? texts('cli:enginesNeeded', { command: parts.desk ? 'serve' : 'work' }) : null
  const problem = alone ?? (await folderProblem(settings, texts)) ?? (await roomProblem(settings, texts)) ?? (parts.desk ? await portProblem(settings, texts) : null) ?? (await ownEngineProblem(settings, texts))
  if (problem) throw new Error(problem)

  const kicau = await compose(settings, openLog(settings.LOG_LEVEL))
  const app = parts.desk ? await buildServer(kicau) : null
  const worker = parts.worker ? await startWorker(kicau) : null
  if (app) {
    await app.listen({ host: settings.HOST, port: settings.PORT })
    noteUrl(settings.DATA_DIR, `http://localhost:${settings.PORT}`)
    void kicau.address.check()
    await greet(kicau, parts.demo, (performance.now() - began) / 1000)
  } else console.log(texts('cli:ready', { seconds: ((performance.now() - began) / 1000).toFixed(1) }))

  const settled = setTimeout(giveBackMemory, SETTLED_AFTER_MS)

  await untilStopped()
  clearTimeout(settled)
  console.log(texts('cli:stopping'))
  // In this order: no new work, then no new requests, then the engines below both.
  await worker?.stop()
  if (app) await closeInTime(app)
  await kicau.stop()
  return 0
}

/** By then the engines' first housekeeping and the first looks at the desk are over. */
const SETTLED_AFTER_MS = 10_000

/**
 * Gives back what only the start needed (sources read, schemas compiled, pages begun): some 35 MB that Node would
 * otherwise keep until it is short of memory, which a desk at rest never is.
 */
const giveBackMemory = () => void globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })

/** The demo with fifteen months; the other is one tap further. */
const DEMO = '/demo?shop=sambal-bu-tini'

async function greet({ settings }: Kicau, demo: boolean, seconds: number): Promise<void> {
  const own = `http://localhost:${settings.PORT}`
  console.log(`\n${texts('cli:ready', { seconds: seconds.toFixed(1) })}\n\n  ${texts('cli:desk', { url: own })}`)
  if (demo) console.log(`  ${texts('cli:demo', { url: own + DEMO })}`)
  console.log(`  ${settings.PUBLIC_URL ? texts('cli:public', { url: settings.PUBLIC_URL }) : texts('cli:noPublic')}`)
  const [phone] = settings.HOST === '127.0.0.1' ? [] : localAddresses(settings.PORT)
  if (phone) {
    const url = demo ? phone + DEMO : phone
    console.log(`  ${texts('cli:phone', { url })}\n\n${inTerminal(url)}\n  ${texts('cli:plain')}`)
  }
  console.log(`\n  ${texts('cli:stop')}\n`)
}

/** Its own black and white, since a terminal may be light or dark. */
const inTerminal = (url: string): string =>
  encodeQR(url, 'ascii', { border: 2 })
    .trimEnd()
    .split('\n')
    .map((line) => `\x1b[40;97m${line}\x1b[0m\n`)
    .join('')

/** Asked before the engines start: a taken port should not cost a minute. */
const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    // A closed terminal (SIGHUP) is an end like any other.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
