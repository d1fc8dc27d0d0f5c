import { makeAuth, newPasswordOf } from '#platform/auth'
import { readSettings } from '#platform/config'
import { openDatabase } from '#platform/db'
import { textsIn } from '#platform/i18n'
import { secretsOf } from '#platform/secrets'
import { cliLanguage } from './language.ts'
import { reachedEngines } from './reached-engines.ts'

/** `kicau password EMAIL`: a new password for who has lost theirs, said once, here; beside a running Kicau or without one. */
export async function password([email, ...others]: string[]): Promise<number> {
  const texts = textsIn(cliLanguage(process.env))
  if (email === undefined || others.length > 0) {
    console.error(texts('cli:password.whose'))
    return 2
  }
  const settings = readSettings(process.env)
  const engines = await reachedEngines(settings)
  const database = openDatabase(engines.postgres, 2)
  try {
    const { sessionSecret } = await secretsOf(settings.DATA_DIR)
    const made = await newPasswordOf(makeAuth({ pool: database.pool, secret: sessionSecret, publicUrl: settings.PUBLIC_URL }), email)
    if (made === null) console.error(texts('cli:password.nobody', { email }))
    else console.log(texts('cli:password.made', { email, password: made }))
    return made === null ? 1 : 0
  } finally {
    await database.close()
    await engines.stop()
  }
}
