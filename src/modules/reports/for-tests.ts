import type { Channel } from '#contract/channels.ts'
import { commands as effort } from '#modules/effort'
import { commands as shopCommands } from '#modules/shop'
import { commands as workspace, queries as workspaceQueries } from '#modules/workspace'
import { instantAt } from '#platform/clock'
import { newId } from '#platform/ids'
import { isRefusal, type Refusal } from '#platform/refusal'
import { secretsFrom } from '#platform/secrets'
import type { WriteScope } from '#platform/scope'

export const secrets = secretsFrom(Buffer.alloc(32, 7))
export const ZONE = 'Asia/Jakarta'

interface Desk {
  writing<T>(work: (scope: WriteScope) => Promise<T>): Promise<T>
  reading(): Parameters<typeof workspaceQueries.members>[0]
}

export function done<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Error(`${result.refused} ${result.where ?? ''}`)
  return result
}

/** A shop with an owner who signs in and a niece who does not; the owner's hour is worth Rp25.000, the niece's nothing yet said. */
export async function beginShop(shop: Desk, { name = 'Sambal Bu Tini', demo = false } = {}): Promise<{ loginId: string; tini: string; wulan: string }> {
  const loginId = newId()
  await shop.writing(async (scope) => {
    done(await workspace.beginShop(scope, { reserved: new Set() }, { loginId, name: 'Bu Tini' }, { name, country: 'ID', currency: 'IDR', zone: ZONE, aim: 'customers', ...(demo && { demo: 'sambal-bu-tini' }) }))
    await workspace.addMember(scope, { name: 'Wulan' })
  })
  const members = await workspaceQueries.members(shop.reading())
  const tini = members.find((member) => member.loginId === loginId)!.id
  await shop.writing(async (scope) => done(await workspace.setWorth(scope, tini, '2026-01-01', { by: 'wage', hourly: 25_000 })))
  return { loginId, tini, wulan: members.find((member) => member.name === 'Wulan')!.id }
}

export const sell = (shop: Desk, day: string, given: { channel?: Channel; margin?: number | null; hour?: string; phone?: string; salesPlace?: 'chat' | 'shopee' } = {}): Promise<unknown> =>
  shop.writing(async (scope) => {
    const { channel, margin = 35_000, hour = '12:00', salesPlace = 'chat' } = given
    return done(
      await shopCommands.noteOrder(scope, { secrets }, {
        amount: 60_000,
        margin,
        salesPlace,
        state: 'done',
        foundUs: channel ? { answer: 'said', channel } : { answer: 'not-asked' },
        orderedAt: instantAt(ZONE, day, hour),
        ...(given.phone && { phone: given.phone }),
      }),
    )
  })

export const work = (shop: Desk, memberId: string, day: string, minutes: number, channel: Channel = 'whatsapp'): Promise<unknown> =>
  shop.writing(async (scope) => done(await effort.logMinutes(scope, { memberId, channel, activity: 'answer', day, minutes, footing: 'timer' })))

export const spend = (shop: Desk, day: string, amount: number, channel: Channel = 'card'): Promise<unknown> =>
  shop.writing(async (scope) => done(await effort.noteCost(scope, { channel, kind: 'other', day, amount })))
