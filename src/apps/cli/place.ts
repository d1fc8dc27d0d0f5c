import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Settings } from '#platform/config'
import type { Texts } from '#platform/i18n'

/** Why the data folder can't be written, in the reader's words; null where it can. */
export async function folderProblem({ DATA_DIR: folder }: Settings, texts: Texts): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, '.doctor'), '')
    await rm(join(folder, '.doctor'))
    return null
  } catch (failure) {
    return texts('cli:doctor.dataBad', { folder, reason: (failure as Error).message })
  }
}

/** Why nothing can listen where the settings say, in the reader's words; null where it can. */
export async function portProblem({ HOST, PORT }: Settings, texts: Texts): Promise<string | null> {
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen(PORT, HOST, () => probe.close(() => resolve(null)))
  })
  if (failure === null) return null
  if (failure.code === 'EADDRINUSE') return texts('cli:port', { port: PORT })
  return failure.code === 'EACCES' ? texts('cli:portDenied', { port: PORT }) : texts('cli:hostNotHere', { host: HOST, reason: failure.code ?? failure.message })
}
