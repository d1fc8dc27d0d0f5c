import pg from 'pg'
import type { PostgresAddress } from './open.ts'
import { NEWS_CHANNEL } from './scopes.ts'

export interface News {
  workspaceId: string
  type: string
}

export interface WriteListener {
  /** Calls `hear` for every committed announcement of any process; answers how to stop. */
  on(hear: (news: News) => void): () => void
  close(): Promise<void>
}

/** One connection that listens for committed announcements, and comes back by itself when the engine restarts. */
export function listenForWrites(address: PostgresAddress): WriteListener {
  const hearers = new Set<(news: News) => void>()
  let client: pg.Client | undefined
  let closed = false
  let retry: NodeJS.Timeout | undefined

  const again = () => {
    if (client) silence(client)
    client = undefined
    clearTimeout(retry)
    if (!closed) retry = setTimeout(() => void connect(), 1000)
  }

  const connect = async () => {
    const next = new pg.Client({ ...address, application_name: 'kicau-news', keepAlive: true })
    client = next
    next.on('error', again)
    next.on('end', again)
    next.on('notification', (message) => {
      if (!message.payload) return
      const news = JSON.parse(message.payload) as News
      for (const hear of hearers) hear(news)
    })
    try {
      await next.connect()
      await next.query(`listen ${NEWS_CHANNEL}`)
    } catch {
      again()
    }
  }

  void connect()
  return {
    on: (hear) => {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
    close: async () => {
      closed = true
      clearTimeout(retry)
      if (client) silence(client)
      await client?.end().catch(() => {})
    },
  }
}

/** A dead connection has more than one last word, and an unheard `error` would end the process. */
function silence(client: pg.Client): void {
  client.removeAllListeners()
  client.on('error', () => {})
}
