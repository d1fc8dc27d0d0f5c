import { Agent } from '@atproto/api'
import type { AccountLogin, Tools } from '../../adapter.ts'
import type { Sighting } from '../../outcome.ts'
import { failureOf, whyOf } from './failures.ts'
import { signedIn } from './sign-in.ts'
import { COLLECTION, webAddress } from './web-address.ts'

/** Looks for the record under its key, at the account's own server: what is there, and what is not, is certain. */
export async function lookUp(key: string, login: AccountLogin, tools: Tools): Promise<Sighting> {
  try {
    const session = await signedIn(login, tools)
    const agent = new Agent(session)
    const { data } = await agent.com.atproto.repo.getRecord({ repo: agent.assertDid, collection: COLLECTION, rkey: key })
    return { is: 'published', remoteId: data.uri, address: webAddress(login.handle, key) }
  } catch (thrown) {
    const { kind, at, detail } = failureOf(thrown)
    if (kind === 'not-found') return { is: 'absent' }
    const why = whyOf[kind]
    if (kind === 'login' || kind === 'second-factor' || kind === 'suspended') return { is: 'needs-reconnect', why, detail }
    return kind === 'bad-request' || kind === 'address-refused' ? { is: 'unknown', why, detail } : { is: 'retry-after', at, why, detail }
  }
}
