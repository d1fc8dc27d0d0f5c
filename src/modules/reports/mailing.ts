import type { Kysely } from 'kysely'
import { queries as workspace } from '#modules/workspace'
import { isRefusal } from '#platform/refusal'
import { fateOf, type Mail } from '#platform/mail'
import type { Actor, Scopes } from '#platform/scope'
import type { Secrets } from '#platform/secrets'
import { claimSendings, type Claimed } from './commands/claim-sendings.ts'
import { settleSending } from './commands/settle-sending.ts'
import { letterOf } from './forms/letter.ts'
import { reportOfShops, shopsToReport } from './queries/report-of-shops.ts'
import { report } from './queries/report.ts'
import { stopToken } from './stop-links.ts'
import { tables } from './tables.ts'

export interface MailingNeeds {
  db: Kysely<{}>
  scopes: Scopes
  mail: Pick<Mail, 'works' | 'send'>
  secrets: Pick<Secrets, 'keyedHash'>
  /** The mail addresses of logins: known to the part that signs people in. */
  addressesOf(loginIds: readonly string[]): Promise<{ id: string; email: string }[]>
  publicUrl: string | null
  log: { error(fields: object, message: string): void; warn(fields: object, message: string): void }
}

const mailer: Actor = { kind: 'system', id: 'reports' }

/** Goes round the shops that have subscribers and sends what is due. Any number of workers may do so at once. */
export async function mailReports(needs: MailingNeeds): Promise<void> {
  if (!needs.mail.works) return
  const shops = await tables(needs).selectFrom('reportsSubscriptions').select('workspaceId').distinct().where('endedAt', 'is', null).execute()
  for (const { workspaceId } of shops) {
    try {
      const claimed = await needs.scopes.writing(workspaceId, mailer, claimSendings)
      for (const one of claimed) await attempt(needs, workspaceId, one)
    } catch (failure) {
      needs.log.error({ shop: workspaceId, error: failure instanceof Error ? failure.stack : String(failure) }, 'the reports of a shop could not be sent; what is certain not to have left is tried again')
    }
  }
}

async function attempt(needs: MailingNeeds, workspaceId: string, claimed: Claimed): Promise<void> {
  const settle = (fate: Parameters<typeof settleSending>[2]) => needs.scopes.writing(workspaceId, mailer, (scope) => settleSending(scope, claimed, fate))
  let letter: Awaited<ReturnType<typeof letterFor>>
  try {
    letter = await letterFor(needs, workspaceId, claimed)
  } catch (failure) {
    // Nothing has left yet: that much is certain.
    await settle('later')
    throw failure
  }
  if (!letter) return settle('refused')
  try {
    await needs.mail.send(letter)
  } catch (failure) {
    const fate = fateOf(failure)
    needs.log.warn({ shop: workspaceId, fate, error: String(failure) }, 'a report could not be mailed')
    return settle(fate)
  }
  await settle('sent')
}

/** Null where the member has no address any more. */
async function letterFor({ db, scopes, addressesOf, publicUrl, secrets }: MailingNeeds, workspaceId: string, { subscriptionId, memberId, kind, period, language, several }: Claimed) {
  const scope = scopes.reading(workspaceId)
  const member = (await workspace.members(scope)).find(({ id }) => id === memberId)
  const [address] = member?.loginId ? await addressesOf([member.loginId]) : []
  if (!address) return null
  const written = several
    ? await reportOfShops({ scopes, clock: scope.clock }, { kind, period, language, shops: await shopsToReport(db, member!.loginId!) })
    : await report(scope, { kind, period, language })
  if (isRefusal(written)) throw new Error(`${written.refused}: ${kind} ${period}`)
  const stop = publicUrl && `${publicUrl}/r/stop/${stopToken(secrets, subscriptionId)}`
  const { subject, text, html } = letterOf(written, { open: publicUrl && `${publicUrl}/reports${several ? '/shops' : ''}?kind=${kind}&period=${period}`, stop })
  return { to: address.email, subject, text, html, messageId: `report-${subscriptionId}-${period}`, ...(stop && { unsubscribe: stop }) }
}
