import type { FastifyRequest } from 'fastify'
import { refuse, type Refusal } from '../refusal/index.ts'

/** The one file of an upload, whole in memory; null where none came. One that is larger than so many MB is refused with that number. */
export async function sentFile(request: FastifyRequest, mostMb: number): Promise<Buffer | null | Refusal> {
  const file = request.isMultipart() ? await request.file({ limits: { fileSize: mostMb * 1_000_000, files: 1 } }) : undefined
  if (!file) return null
  return file.toBuffer().catch((failure: { code?: string }) => {
    if (failure.code !== 'FST_REQ_FILE_TOO_LARGE') throw failure
    return refuse('platform.too-large', { where: 'file', values: { most: `${mostMb} MB` } })
  })
}
