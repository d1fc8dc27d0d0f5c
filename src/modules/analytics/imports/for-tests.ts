import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { testFolder } from '../../../../tests/harness/folder.ts'
import type { PastDays, PastHit } from './format.ts'
import { takeIn, type PastOrders, type PastOutcome } from './take-in.ts'

export const ACCESS_LOG = join(import.meta.dirname, 'fixtures/access.log.gz')
/** Whose log it is. */
export const ACCESS_LOG_HOST = 'semicomplete.com'

export async function pastFile(content: string | Uint8Array, name = 'past'): Promise<string> {
  const path = join(await testFolder('past'), name)
  await writeFile(path, content)
  return path
}

export interface Taken extends PastOutcome {
  stored: PastHit[]
  told: PastDays[]
}

/** Takes a file in and keeps what would be stored. */
export async function takeInto(path: string, orders: Partial<PastOrders> = {}): Promise<Taken> {
  const stored: PastHit[] = []
  const told: PastDays[] = []
  const outcome = await takeIn(
    {
      path,
      name: 'past',
      site: { id: '0193a000-0000-7000-8000-000000000002', host: 'toko.example' },
      zone: 'Asia/Jakarta',
      own: [],
      salt: 'salt',
      taken: [],
      takenDays: new Map(),
      toolsOfDay: new Map(),
      today: '2026-11-29',
      ...orders,
    },
    {
      putHits: async (hits) => void stored.push(...hits),
      putDays: async (days) => void told.push(...days),
    },
    () => {},
  )
  return { ...outcome, stored, told }
}

export const takeInText = async (text: string, orders: Partial<PastOrders> = {}): Promise<Taken> => takeInto(await pastFile(text), orders)

/** Every line is told by exactly one of these. */
export const accounted = ({ counted, failed, leftOut }: PastOutcome): number => counted + failed + Object.values(leftOut).reduce((sum, lines) => sum + lines, 0)
