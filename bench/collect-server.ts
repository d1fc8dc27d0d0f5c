import Fastify from 'fastify'
import { analyticsSites, hitsTable, intakePlugin, openIntake } from '#modules/analytics'
import { systemClock } from '#platform/clock'
import { openDatabase } from '#platform/db'
import type { ClickhouseAddress, PostgresAddress } from '#platform/engines'
import { startHitsThread } from '#platform/hits'

// The intake as a server has it, and nothing else: journal, loader, plugin.

export interface IntakeOrders {
  postgres: PostgresAddress
  clickhouse: ClickhouseAddress
  folder: string
}

process.once('message', (orders) => void serve(orders as IntakeOrders))
process.once('disconnect', () => process.exit(0))

async function serve({ postgres, clickhouse, folder }: IntakeOrders): Promise<void> {
  const log = { info: () => {}, warn: console.warn, error: console.error }
  const database = openDatabase(postgres, 4)
  const journal = await startHitsThread({ folder, clickhouse, table: hitsTable, log })
  const intake = openIntake({ journal, database, sites: analyticsSites(database), clock: systemClock })
  const app = Fastify()
  await app.register(intakePlugin({ intake }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  process.send!({ port: (app.server.address() as { port: number }).port })
}
