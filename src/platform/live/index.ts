import type { FastifyInstance, FastifyReply } from 'fastify'

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
/**
 * A page is answered before it listens (its first questions go out with its scripts): what was announced in between is
 * told to whoever comes. A reader asks anew, so that hearing of it twice does no harm.
 */
const RECENT_MS = 5_000

export function openLive(): Live {
  const readers = new Map<string, Set<FastifyReply>>()
  // By shop: when each kind of news was told last.
  const told = new Map<string, Map<string, { at: number; text: string }>>()

  const write = (reply: FastifyReply, text: string) => {
    if (reply.raw.writableLength > MOST_WAITING_BYTES) reply.raw.destroy()
    else reply.raw.write(text)
  }
  const heartbeat = setInterval(() => {
    for (const set of readers.values()) for (const reply of set) write(reply, ': here\n\n')
    for (const [workspaceId, kinds] of told) if ([...kinds.values()].every(({ at }) => isOld(at))) told.delete(workspaceId)
  }, HEARTBEAT_MS)
  heartbeat.unref()
  let closed = false

  return {
    attach: (workspaceId, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive', 'x-accel-buffering': 'no' })
      reply.raw.write('retry: 2000\n\n')
      if (closed) return void reply.raw.end()
      for (const { at, text } of told.get(workspaceId)?.values() ?? []) if (!isOld(at)) reply.raw.write(text)
      const set = readers.get(workspaceId) ?? new Set()
      readers.set(workspaceId, set.add(reply))
      reply.raw.on('close', () => {
        set.delete(reply)
        if (set.size === 0) readers.delete(workspaceId)
      })
    },
    tell: (workspaceId, news) => {
      const text = `data: ${JSON.stringify(news)}\n\n`
      const kinds = told.get(workspaceId) ?? new Map<string, { at: number; text: string }>()
      told.set(workspaceId, kinds.set(news.type, { at: performance.now(), text }))
      for (const reply of readers.get(workspaceId) ?? []) write(reply, text)
    },
    close: () => {
      closed = true
      clearInterval(heartbeat)
      for (const set of readers.values()) for (const reply of set) reply.raw.end()
    },
  }
}

/** A stream never ends by itself: a server that closes ends them first, or it would wait for every open desk. */
export const endBeforeServer =
  (live: Live) =>
  async (app: FastifyInstance): Promise<void> => {
    app.addHook('preClose', async () => live.close())
  }

const isOld = (at: number): boolean => performance.now() - at > RECENT_MS
