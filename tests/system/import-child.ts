// Runs one import and says how far it is, until it is done or killed: the other half of import.test.ts.
import { commands } from '#modules/shop'
import { openDatabase, openHits, scopesOf, type PostgresAddress } from '#platform/db'
import { systemClock } from '#platform/clock'
import { newId } from '#platform/ids'
import { secretsFrom } from '#platform/secrets'

const { postgres, workspaceId, path } = JSON.parse(process.argv[2]!) as { postgres: PostgresAddress; workspaceId: string; path: string }
const database = openDatabase(postgres, 3)
const hits = openHits({ url: 'http://127.0.0.1:9', username: '', password: '', database: '' })
await commands.importOrders(
  { scopes: scopesOf(database, hits, systemClock), workspaceId, actor: { kind: 'system', id: newId() } },
  { secrets: secretsFrom(Buffer.alloc(32, 7)) },
  { name: 'orders.xlsx', path },
  ({ read }) => console.log(read),
)
await database.close()
