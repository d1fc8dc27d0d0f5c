import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What keeps network tokens and phone numbers unreadable to whoever holds only the database. */
export interface Secrets {
  /** AES-256-GCM; a new nonce each time, so that the same text never looks the same twice. */
  seal(text: string): string
  /** Throws when the text was sealed under another key, or was changed. */
  open(sealed: string): string
  /** HMAC-SHA-256 in hex: equal texts give equal hashes, and nobody without the key can try phone numbers out. */
  keyedHash(text: string): string
  /** For signing sessions. */
  readonly sessionSecret: string
}

const VERSION = 'k1'

/** Builds the three keys from the 32 bytes of the key file. */
export function secretsFrom(key: Buffer): Secrets {
  if (key.length !== 32) throw new Error('The key must be 32 bytes.')
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `kicau ${purpose}`, 32))
  const sealing = derive('sealing')
  // Made ready once: out of bytes each hash would make it anew, which takes eight times as long as the hash.
  const hashing = createSecretKey(derive('hashing'))
  return {
    seal: (text) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open: (sealed) => {
      const [version, payload] = sealed.split('.')
      if (version !== VERSION || !payload) throw new Error('This was not sealed by Kicau.')
      const bytes = Buffer.from(payload, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
    },
    keyedHash: (text) => createHmac('sha256', hashing).update(text).digest('hex'),
    sessionSecret: derive('sessions').toString('hex'),
  }
}

/** The secrets of a data folder; makes its key file (mode 0600) at the first start. Back it up apart from the data. */
export async function secretsOf(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'key')
  if (!existsSync(file)) {
    await mkdir(dirname(file), { recursive: true })
    // `wx`: of two processes that start at once, the second reads what the first wrote.
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' }).catch((failure: NodeJS.ErrnoException) => {
      if (failure.code !== 'EEXIST') throw failure
    })
  }
  return secretsFrom(Buffer.from(readFileSync(file, 'utf8').trim(), 'hex'))
}
