import type { Account, ConnectAccount } from '#contract/networks.ts'
import { queries as workspace } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'
import type { Networks } from '../networks.ts'
import { account } from '../queries/accounts.ts'
import { tables, type NetworksTables } from '../tables.ts'

/**
 * Connects an account, or connects it again, and keeps its password sealed. An account that was removed comes back as
 * the same one, with its history. `answer` is what `askedAccount` answered before the transaction; without one it is
 * asked here.
 */
export async function connectAccount(scope: WriteScope, networks: Networks, wish: ConnectAccount, answer?: AskedAccount): Promise<Account | Refusal> {
  const asked = answer ?? (await askedAccount(scope, networks, wish))
  if (isRefusal(asked)) return asked
  const { channel } = networks.manifestOf(wish.network, wish.way)!

  const now = scope.clock.now()
  const known = await knownAccount(scope, wish, asked)
  const row = { ...asked, state: 'connected' as const, reason: null, changedAt: now, removedAt: null }
  const accountId = known?.accountId ?? newId(now.getTime())
  if (known) {
    await tables(scope)
      .updateTable('networksAccounts')
      .set(row)
      .where('workspaceId', '=', scope.workspaceId)
      .where('accountId', '=', accountId)
      .execute()
  } else {
    const { network, way } = wish
    await tables(scope)
      .insertInto('networksAccounts')
      .values({ workspaceId: scope.workspaceId, accountId, network, way, channel, connectedAt: now, ...row })
      .execute()
  }
  await scope.announce({ type: 'AccountConnected', accountId, network: wish.network, channel, again: known?.state === 'needs-reconnect' })
  return (await account(scope, networks, accountId))!
}

/** An account as its network knows it: a direct one is signed in to, a hand-over one needs only its name. Writes nothing. */
export async function askedAccount(scope: ReadScope, networks: Networks, wish: ConnectAccount): Promise<AskedAccount | Refusal> {
  const manifest = networks.manifestOf(wish.network, wish.way)
  if (!manifest) return refuse('networks.network-unknown', { where: 'network', values: { network: wish.network } })
  return wish.way === 'hand-over' ? handOverAccount(wish) : signedInAccount(scope, networks, wish)
}

export type AskedAccount = Pick<NetworksTables['networksAccounts'], 'handle' | 'remoteId' | 'server' | 'address' | 'credentials' | 'session'>

const handOverAccount = ({ handle }: ConnectAccount): AskedAccount => ({
  handle,
  remoteId: null,
  server: null,
  address: null,
  credentials: null,
  session: null,
})

/** The shops that sign in at this moment, one account each: nobody makes Kicau knock at a server as fast as it can. */
const signingIn = new Set<string>()

async function signedInAccount(scope: ReadScope, networks: Networks, wish: ConnectAccount): Promise<AskedAccount | Refusal> {
  if ((await workspace.shopProfile(scope)).demo) return refuse('networks.demo')
  if (!wish.password) return refuse('networks.password-needed', { where: 'password' })
  const server = serverOf(wish.server || networks.manifestOf(wish.network, wish.way)!.connect.server!)
  if (!server) return refuse('networks.server-unreadable', { where: 'server', values: { server: wish.server ?? '' } })
  if (signingIn.has(scope.workspaceId)) return refuse('networks.busy')
  signingIn.add(scope.workspaceId)
  try {
    const answer = await networks.signIn(wish.network, { handle: wish.handle, password: wish.password, server })
    if (answer.is === 'not-connected') return refuse(`networks.${answer.why}`, { where: fieldOf[answer.why], values: { server, detail: answer.detail ?? '' } })
    const { handle, remoteId, address, session } = answer
    return { handle, remoteId, server, address, credentials: networks.seal(wish.password), session: session && networks.seal(session) }
  } finally {
    signingIn.delete(scope.workspaceId)
  }
}

const fieldOf: Record<string, string> = {
  'password-wrong': 'password',
  'app-password-needed': 'password',
  'network-down': 'server',
  'address-refused': 'server',
  refused: 'server',
}

/** `pds.example.org` or its whole address; null for what is neither, or has more to it than a host. */
function serverOf(text: string): string | null {
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(whole)) return null
  const { origin, username, password, pathname, search } = new URL(whole)
  return username || password || search || pathname !== '/' ? null : origin
}

/** The row of this account from before: by what the network calls it, else by its handle; one that still stands comes first. */
async function knownAccount(scope: WriteScope, { network, way }: ConnectAccount, { handle, remoteId }: AskedAccount) {
  const rows = await tables(scope)
    .selectFrom('networksAccounts')
    .select(['accountId', 'state', 'handle', 'remoteId'])
    .where('workspaceId', '=', scope.workspaceId)
    .where('network', '=', network)
    .where('way', '=', way)
    .orderBy('changedAt', 'desc')
    .forUpdate()
    .execute()
  const same = rows.filter((row) => (remoteId !== null && row.remoteId === remoteId) || row.handle.toLowerCase() === handle.toLowerCase())
  return same.find((row) => row.state !== 'removed') ?? same[0]
}
