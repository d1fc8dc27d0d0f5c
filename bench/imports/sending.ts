import { openAsBlob } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Member } from '../../tests/harness/member.ts'

/** What both kinds of files say of their import. */
interface Importing {
  id: string
  state: string
}

/** A screen is told how far it is and seldom asks: what is asked here is work that no owner's file makes. */
const ASK_EVERY_MS = 200
const LONGEST_MS = 120_000

/** Sends a file as the desk does, and answers what its import says of itself once it has ended, and how long both took. */
export async function broughtIn<Ended extends Importing>(
  url: string,
  owner: Member,
  imports: string,
  { path, name, query = '' }: { path: string; name: string; query?: string },
): Promise<{ ended: Ended; seconds: number; uploadSeconds: number }> {
  const form = new FormData()
  form.append('file', await openAsBlob(path), name)
  const began = performance.now()
  const answer = await fetch(`${url}/api/shops/${owner.shop}${imports}${query}`, { method: 'POST', headers: { cookie: owner.cookie }, body: form })
  if (answer.status !== 201) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
  const { id } = (await answer.json()) as Importing
  const sent = performance.now()
  for (; performance.now() - began < LONGEST_MS; await wait(ASK_EVERY_MS)) {
    const { status, body } = await owner.call('GET', `${imports}/${id}`)
    if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
    const ended = body as Ended
    if (ended.state === 'reading') continue
    return { ended, seconds: secondsSince(began), uploadSeconds: (sent - began) / 1000 }
  }
  throw new Error(`${name} was not in after ${LONGEST_MS / 1000} s.`)
}

export const secondsSince = (began: number): number => (performance.now() - began) / 1000
