import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { list } from 'isbot'

const JUDGED_BY = ['channels/rules.ts', 'channels/places.ts', 'channels/referrers.json', 'channels/overlay.json', 'channels/placed.ts', 'commands/regroup-hits.ts', 'intake/agent.ts']

/** Another one whenever a rule or a list is: of the files themselves, so that nobody has to think of it. */
export const rulesVersion = (): string =>
  JUDGED_BY.reduce((hash, file) => hash.update(readFileSync(join(import.meta.dirname, file))), createHash('sha256').update(JSON.stringify(list)))
    .digest('base64url')
    .slice(0, 16)
