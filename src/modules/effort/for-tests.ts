import { commands as workspace, queries, type MemberOfShop } from '#modules/workspace'
import { newId } from '#platform/ids'
import { isRefusal } from '#platform/refusal'
import type { ReadScope, WriteScope } from '#platform/scope'

interface Shop {
  reading(): ReadScope
  writing<T>(work: (scope: WriteScope) => Promise<T>): Promise<T>
}

/** For tests: makes the shop of the scope a real one in Yogyakarta's zone, with an owner and a niece who has no login. */
export async function beginSambal(shop: Shop): Promise<{ tini: string; wulan: string; loginId: string }> {
  const loginId = newId()
  await shop.writing(async (scope) => {
    const begun = await workspace.beginShop(
      scope,
      { reserved: new Set() },
      { loginId, name: 'Bu Tini' },
      { name: 'Sambal Bu Tini', country: 'ID', currency: 'IDR', zone: 'Asia/Jakarta', worth: { by: 'wage', hourly: 25_000 } },
    )
    if (isRefusal(begun)) throw new Error(begun.refused)
    await workspace.addMember(scope, { name: 'Wulan' })
  })
  const members = await queries.members(shop.reading())
  const idOf = (name: string) => members.find((member: MemberOfShop) => member.name === name)!.id
  return { tini: idOf('Bu Tini'), wulan: idOf('Wulan'), loginId }
}

/** For tests: what is no refusal. */
export function sure<T>(result: T): Exclude<T, { refused: string }> {
  if (isRefusal(result)) throw new Error(`Refused: ${result.refused} ${JSON.stringify(result.values ?? {})}`)
  return result as Exclude<T, { refused: string }>
}
