import { formatAmount } from '#contract/amount.ts'
import { languageOfShop } from '#modules/links'
import { queries as workspace } from '#modules/workspace'
import { textsIn } from '#platform/i18n'
import type { ReadScope } from '#platform/scope'
import { tables } from '../tables.ts'
import { toPay } from './form-orders.ts'

export interface FormOrderLetter {
  /** Logins of the shop's owners, not addresses: those are known to the part that signs people in. */
  toLogins: string[]
  subject: string
  text: string
}

const HOUR = 3_600_000

/**
 * The letter that says that an order came in by the form, with neither number nor address of its buyer. Null when it no longer waits,
 * for the demo, and where one of the same hour was told of already: a flood is one letter an hour.
 */
export async function formOrderLetter(scope: ReadScope, formOrderId: string, { publicUrl }: { publicUrl: string | null }): Promise<FormOrderLetter | null> {
  const ofShop = tables(scope).selectFrom('shopFormOrders').where('workspaceId', '=', scope.workspaceId)
  const sent = await ofShop
    .select(['reference', 'buyerName', 'lines', toPay.as('amount'), 'madeAt'])
    .where('formOrderId', '=', formOrderId)
    .where('confirmedAt', 'is', null)
    .where('declinedAt', 'is', null)
    .executeTakeFirst()
  const shop = await workspace.shopProfile(scope)
  if (!sent || shop.demo) return null
  const hour = new Date(Math.floor(sent.madeAt.getTime() / HOUR) * HOUR)
  const before = await ofShop.select('formOrderId').where('madeAt', '>=', hour).where('formOrderId', '<', formOrderId).limit(1).executeTakeFirst()
  if (before) return null

  const language = languageOfShop(shop)
  const t = textsIn(language)
  const values = { shop: shop.name, who: sent.buyerName ?? sent.reference, reference: sent.reference, amount: formatAmount(sent.amount, shop.currency, language) }
  const parts = [
    t('shop:formLetter.text', values),
    sent.lines.map(({ name, quantity }) => `${quantity} × ${name}`).join('\n'),
    t('shop:formLetter.how'),
    publicUrl && `${publicUrl}/orders/form`,
  ]
  return {
    toLogins: (await workspace.members(scope)).flatMap(({ role, loginId }) => (role === 'owner' && loginId !== null ? [loginId] : [])),
    subject: t('shop:formLetter.subject', values),
    text: parts.filter(Boolean).join('\n\n'),
  }
}
