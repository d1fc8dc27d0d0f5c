import type { FastifyInstance } from 'fastify'

/** What is being answered has so long to end: an ordinary answer takes a fraction of it. */
const MOST_MS = 3_000

/**
 * Closes a server: nothing new comes in, and what is being answered ends first. A connection that its browser opened ahead and
 * never used looks like one that is at work, and would be waited for as long as its tab is open: it is cut after `mostMs`.
 */
export async function closeInTime(app: FastifyInstance, mostMs = MOST_MS): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), mostMs)
  await app.close()
  clearTimeout(cut)
}
