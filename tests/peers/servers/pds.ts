// Bluesky's own personal data server. `node pds.ts <settings as JSON>`; prints "ready" and stays.
import { PDS } from '@atproto/pds'

interface Settings {
  /** Where it listens. */
  port: number
  /** What it calls itself in its accounts' DID documents: a proxy's port, so that clients come through it. */
  publicPort: number
  plcPort: number
  folder: string
  rotationKey: string
  /** The network's index, which knows who follows whom; none when left out. */
  index?: { url: string; did: string }
}
const { port, publicPort, plcPort, folder, rotationKey, index = { url: 'https://appview.invalid', did: 'did:example:invalid' } } = JSON.parse(process.argv[2]!) as Settings

const server = await PDS.fromEnv({
  devMode: true,
  port: publicPort,
  dataDirectory: folder,
  blobstoreDiskLocation: `${folder}/blobs`,
  adminPassword: 'admin',
  jwtSecret: 'a secret of the tests, and of nothing else',
  serviceHandleDomains: ['.test'],
  didPlcUrl: `http://localhost:${plcPort}`,
  plcRotationKeyK256PrivateKeyHex: rotationKey,
  bskyAppViewUrl: index.url,
  bskyAppViewDid: index.did,
  bskyAppViewCdnUrlPattern: 'http://cdn.invalid/%s/%s/%s',
  modServiceUrl: 'https://moderator.invalid',
  modServiceDid: 'did:example:invalid',
  inviteRequired: false,
  disableSsrfProtection: true,
})
server.ctx.cfg.service.port = port
await server.start()
console.log('ready')
// Whoever started it holds the other end: when that is gone, so is this.
process.stdin.resume().on('close', () => process.exit())
