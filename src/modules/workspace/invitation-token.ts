import { timingSafeEqual } from 'node:crypto'
import type { Secrets } from '#platform/secrets'

export type Marking = Pick<Secrets, 'keyedHash'>

/** What stands in an invitation's link: its id and a mark that only we can make. Nothing is kept for it, so that it can be shown again. */
export const invitationToken = (secrets: Marking, id: string): string => `${id}.${markOf(secrets, id)}`

/** The id that a link of ours names; null for any other. */
export function invitationIn(secrets: Marking, token: string): string | null {
  const [, id, mark] = /^([0-9a-f-]{36})\.([0-9a-f]{32})$/.exec(token) ?? []
  return id && timingSafeEqual(Buffer.from(mark!), Buffer.from(markOf(secrets, id))) ? id : null
}

const markOf = (secrets: Marking, id: string) => secrets.keyedHash(`workspace.invitation ${id}`).slice(0, 32)
