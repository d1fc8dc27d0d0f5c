import { SHORTEST_LINK_PASSWORD, type Link, type LinkRule, type SetLinkConditions } from '#contract/links.ts'
import { isRefusal, refuse, type Refusal } from '#platform/refusal'
import type { WriteScope } from '#platform/scope'
import { sealedPassword } from '#platform/password'
import { addressesOf, oursOf } from '../addresses.ts'
import type { Ours } from '../model/target.ts'
import type { LinksNeeds } from '../needs.ts'
import { presentLink } from '../present.ts'
import { conditionsAsShown, conditionsOfLinks } from '../queries/conditions-of-links.ts'
import { linkById } from '../queries/link-by-id.ts'
import { tables } from '../tables.ts'
import { readUrl } from './where-to.ts'

/** Puts conditions in place of those a link had; every address in them is checked like the link's own. */
export async function setConditions(scope: WriteScope, needs: LinksNeeds, id: string, wanted: SetLinkConditions): Promise<Link | Refusal> {
  const found = await linkById(scope, id)
  if (!found) return refuse('links.link-unknown')
  const ours = await oursOf(scope, needs)
  const rules = readRules(ours, wanted.rules)
  if (isRefusal(rules)) return rules
  const afterwards = wanted.afterwards === null ? null : readUrl(ours, wanted.afterwards, 'afterwards')
  if (isRefusal(afterwards)) return afterwards
  if (typeof wanted.password === 'string' && wanted.password.length < SHORTEST_LINK_PASSWORD)
    return refuse('links.password-short', { where: 'password', values: { least: SHORTEST_LINK_PASSWORD } })

  const had = (await conditionsOfLinks(scope, [id])).get(id)
  const { lastDay, mostOpenings } = wanted
  const password = wanted.password === undefined ? (had?.password ?? null) : wanted.password && (await sealedPassword(wanted.password))
  if (rules.length === 0 && lastDay === null && mostOpenings === null && password === null) await forget(scope, id)
  else {
    const kept = {
      rules: JSON.stringify(rules) as never,
      lastDay,
      mostOpenings,
      // Without a limit nobody is counted here: the next limit begins anew.
      opened: mostOpenings === null ? 0 : (had?.opened ?? 0),
      afterwards: afterwards?.target ?? null,
      password,
      changedAt: scope.clock.now(),
    }
    await tables(scope)
      .insertInto('linksConditions')
      .values({ linkId: id, workspaceId: scope.workspaceId, ...kept })
      .onConflict((conflict) => conflict.column('linkId').doUpdateSet(kept))
      .execute()
  }
  await scope.announce({ type: 'LinkChanged', linkId: id })
  return presentLink(await addressesOf(scope, needs), found.link, found.placement, scope.clock.now(), (await conditionsAsShown(scope, [id])).get(id))
}

const forget = (scope: WriteScope, id: string) =>
  tables(scope).deleteFrom('linksConditions').where('workspaceId', '=', scope.workspaceId).where('linkId', '=', id).execute()

function readRules(ours: Ours, rules: readonly LinkRule[]): LinkRule[] | Refusal {
  const read: LinkRule[] = []
  for (const [index, rule] of rules.entries()) {
    const { countries, devices, languages, from, until } = rule
    const values = { number: index + 1 }
    if (countries.length + devices.length + languages.length === 0 && from === null && until === null)
      return refuse('links.rule-without-condition', { where: `rules.${index}`, values })
    if (from !== null && until !== null && until < from) return refuse('links.rule-days', { where: `rules.${index}.until`, values })
    const target = readUrl(ours, rule.target, `rules.${index}.target`)
    if (isRefusal(target)) return target
    read.push({ ...rule, ...target })
  }
  return read
}
