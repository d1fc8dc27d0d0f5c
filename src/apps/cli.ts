import { textsIn } from '#platform/i18n'
import { WrongSettings } from '#platform/config'
import { cliLanguage } from './cli/language.ts'
import { wordsOf } from './cli/reason.ts'
import { settingProblem } from './cli/setting-problem.ts'

// Each command is loaded when it is asked for: `--help` needs no engine.
const commands: Record<string, (args: string[]) => Promise<number>> = {
  start: async (args) => (await import('./cli/start.ts')).start(args),
  serve: async (args) => (await import('./cli/start.ts')).serve(args),
  work: async (args) => (await import('./cli/start.ts')).work(args),
  import: async (args) => (await import('./cli/import.ts')).importFile(args),
  password: async (args) => (await import('./cli/password.ts')).password(args),
  doctor: async () => (await import('./cli/doctor.ts')).doctor(),
}

/** `import` and `password` read their own. */
const options: Record<string, readonly string[]> = { start: ['--demo'], serve: [], work: [], doctor: [] }

const texts = textsIn(cliLanguage(process.env))
const [name = '--help', ...args] = process.argv.slice(2)
const command = commands[name]
const asksHelp = [name, ...args].some((word) => ['--help', '-h', 'help'].includes(word))
// A slip of the hand must not start something else than was meant.
const unknown = options[name] && args.find((arg) => !options[name]!.includes(arg))

if (command && !asksHelp && unknown === undefined) {
  try {
    process.exitCode = await command(args)
  } catch (failure) {
    const { AlreadyClaimed } = await import('#platform/engines')
    const { isFull } = await import('./cli/place.ts')
    const folder = process.env.DATA_DIR || './data'
    const reason = failure instanceof AlreadyClaimed ? texts('cli:claimed', { folder, pid: failure.pid }) : wordsOf(failure)
    if (failure instanceof WrongSettings) console.error([texts('cli:settings.title'), ...failure.problems.map(settingProblem(texts)), texts('cli:settings.where')].join('\n  '))
    // A disk fills up under an import too, long after its start.
    else console.error(isFull(failure) ? texts('cli:diskFull', { folder, reason }) : texts('cli:failed', { reason }))
    if (!(failure instanceof WrongSettings) && name !== 'doctor') console.error(texts('cli:seeDoctor'))
    // Told once: some reasons hold what they came from.
    if (failure instanceof Error && failure.cause && !(failure.cause instanceof Error && reason.includes(failure.cause.message))) console.error(failure.cause)
    process.exit(1)
  }
} else {
  if (!asksHelp) console.error(command ? texts('cli:option', { command: name, option: unknown! }) : texts('cli:unknown', { command: name }))
  console.log(texts('cli:usage'))
  process.exitCode = asksHelp ? 0 : 2
}
