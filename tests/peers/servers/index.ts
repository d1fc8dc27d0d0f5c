// Bluesky's own index of the network, its "AppView". `node index.ts <settings as JSON>`; prints "ready" and stays.
import { BskyAppView, Database, DataPlaneServer, RepoSubscription, ServerConfig } from '@atproto/bsky'
import { Secp256k1Keypair } from '@atproto/crypto'
import { IdResolver } from '@atproto/identity'

interface Settings {
  port: number
  /** Where the index asks its own rows. */
  dataPort: number
  plcPort: number
  pdsPort: number
  did: string
  /** A PostgreSQL database for it, as an address. */
  database: string
}
const { port, dataPort, plcPort, pdsPort, did, database } = JSON.parse(process.argv[2]!) as Settings
const plcUrl = `http://localhost:${plcPort}`

const db = new Database({ url: database, poolSize: 5 })
await db.migrateToLatestOrThrow()
// The usual fetch of its own refuses to look inside, where everything here lives.
await DataPlaneServer.create(db, dataPort, plcUrl, globalThis.fetch)
const index = BskyAppView.create({
  config: new ServerConfig({
    port,
    publicUrl: `http://localhost:${port}`,
    serverDid: did as never,
    alternateAudienceDids: [],
    etcdHosts: [],
    dataplaneUrls: [`http://localhost:${dataPort}`],
    dataplaneHttpVersion: '1.1',
    // Mutes and notifications live there; nothing here asks for them.
    bsyncUrl: 'http://localhost:9',
    bsyncHttpVersion: '1.1',
    searchTagsHide: new Set(),
    searchTagsHideAll: new Set(),
    feedGenSkeletonTimeout: 5_000,
    didPlcUrl: plcUrl,
    modServiceDid: 'did:example:invalid',
    adminPasswords: ['admin'],
    labelsFromIssuerDids: [],
    bigThreadUris: new Set(),
    maxThreadParents: 50,
    threadTagsHide: new Set(),
    threadTagsBumpDown: new Set(),
    visibilityTagHide: '',
    visibilityTagRankPrefix: '',
    debugFieldAllowedDids: new Set(),
    draftsLimit: 10,
    disableSsrfProtection: true,
  }),
  signingKey: await Secp256k1Keypair.create(),
})
await index.start()
void new RepoSubscription({ service: `ws://localhost:${pdsPort}`, db, idResolver: new IdResolver({ plcUrl, fetch: globalThis.fetch }) }).start()
console.log('ready')
// Whoever started it holds the other end: when that is gone, so is this.
process.stdin.resume().on('close', () => process.exit())
