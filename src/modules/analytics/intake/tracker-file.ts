import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const BUILT = join(import.meta.dirname, '../../../../.build/tracker/kicau.js')

interface TrackerFile {
  answer(request: FastifyRequest, reply: FastifyReply): FastifyReply
}

/** The tracker, read once; a page that has it asks again after a day, and gets its 304. */
export function openTrackerFile(file = BUILT): TrackerFile {
  let loaded: { plain: Buffer; zipped: Buffer; etag: string } | undefined
  const load = () => {
    if (loaded) return loaded
    const plain = readFileSync(file)
    loaded = { plain, zipped: gzipSync(plain, { level: 9 }), etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 16)}"` }
    return loaded
  }

  return {
    answer: (request, reply) => {
      const { plain, zipped, etag } = load()
      reply.headers({ 'cache-control': 'public, max-age=86400, stale-while-revalidate=604800', etag, vary: 'accept-encoding', 'content-type': 'text/javascript; charset=utf-8' })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      const zips = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
      return zips ? reply.header('content-encoding', 'gzip').send(zipped) : reply.send(plain)
    },
  }
}
