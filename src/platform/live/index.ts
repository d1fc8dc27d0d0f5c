import type { FastifyReply } from 'fastify'

export interface LiveNews {
  type: string
}

export interface Live {
  /** Keeps the reply open as a stream of server-sent events about one shop. */
  attach(workspaceId: string, reply: FastifyReply): void
  tell(workspaceId: string, news: LiveNews): void
  close(): void
}

/** A browser's tab that does not read is dropped when this much waits for it; it reconnects and asks anew. */
const MOST_WAITING_BYTES = 64 * 1024
const HEARTBEAT_MS = 20_000

export function openLive(): Live {
  const readers = new Map<string, Set<FastifyReply>>()

  const write = (reply: FastifyReply, text: string) => {
    if (reply.raw.writableLength > MOST_WAITING_BYTES) reply.raw.destroy()
    else reply.raw.write(text)
  }
  const heartbeat = setInterval(() => {
    for (const set of readers.values()) for (const reply of set) write(reply, ': here\n\n')
  }, HEARTBEAT_MS)
  heartbeat.unref()

  return {
    attach: (workspaceId, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive', 'x-accel-buffering': 'no' })
      reply.raw.write('retry: 2000\n\n')
      const set = readers.get(workspaceId) ?? new Set()
      readers.set(workspaceId, set.add(reply))
      reply.raw.on('close', () => {
        set.delete(reply)
        if (set.size === 0) readers.delete(workspaceId)
      })
    },
    tell: (workspaceId, news) => {
      const text = `data: ${JSON.stringify(news)}\n\n`
      for (const reply of readers.get(workspaceId) ?? []) write(reply, text)
    },
    close: () => {
      clearInterval(heartbeat)
      for (const set of readers.values()) for (const reply of set) reply.raw.end()
    },
  }
}
