import { openPast } from './file/open-past.ts'
import { headOf } from './head.ts'
import { formatOf } from './registry.ts'
import { PastRefused } from './refused.ts'

/** Whether a file tells of a site's past, by what is in it. */
export async function isPast(path: string): Promise<boolean> {
  let file: Awaited<ReturnType<typeof openPast>> | undefined
  try {
    file = await openPast(path, '')
    for (const text of file.texts) {
      const chunks = text.chunks()
      const { head } = await headOf(chunks)
      await chunks.return(undefined)
      if (formatOf(head)) return true
    }
    return false
  } catch (error) {
    if (error instanceof PastRefused) return false
    throw error
  } finally {
    await file?.close()
  }
}
