import type { Kysely } from 'kysely'
import { workspaceRoutes as contract } from '#contract/workspace.ts'
import { serve, type Served } from '#platform/http'
import { newId } from '#platform/ids'
import { refuse } from '#platform/refusal'
import { beginShop } from './commands/begin-shop.ts'
import { changeShop } from './commands/change-shop.ts'
import type { SlugRules } from './commands/free-slug.ts'
import { removeDemo } from './commands/remove-demo.ts'
import { setWorth } from './commands/set-worth.ts'
import { shopProfile } from './queries/shop-profile.ts'
import { shopsOfLogin } from './queries/shops-of-login.ts'

export interface WorkspaceNeeds {
  db: Kysely<{}>
  slugs: SlugRules
  publicAddress(): { url: string | null; reachable: boolean }
  /** Whether no login was made yet. */
  noLoginYet(): Promise<boolean>
  /** Which of some logins can still come back. */
  stillThere(db: Kysely<{}>, loginIds: readonly string[], now: Date): Promise<readonly string[]>
}

export const workspaceRoutes = (needs: WorkspaceNeeds): Served[] => [
  serve(contract.me, async ({ login }) => {
    const address = needs.publicAddress()
    return {
      login,
      shops: login ? await shopsOfLogin(needs.db, login.id) : [],
      publicUrl: address.url,
      publicUrlReachable: address.reachable,
      fresh: login === null && (await needs.noLoginYet()),
    }
  }),
  serve(contract.beginShop, ({ login, body, within }) => beginShop(within(newId()), needs.slugs, { loginId: login.id, name: login.name }, body)),
  serve(contract.shop, ({ scope }) => shopProfile(scope)),
  serve(contract.changeShop, ({ scope, body, login }) => {
    // What the shop's public page shows is not a guest's to write.
    const shown = body.name !== undefined || body.slug !== undefined || body.whatsapp !== undefined
    return login.guest && shown ? refuse('platform.not-for-guests') : changeShop(scope, needs.slugs, body)
  }),
  serve(contract.setWorth, ({ scope, params, body }) => setWorth(scope, params.id, body.from, body.worth)),
  serve(contract.removeDemo, ({ scope, login }) => removeDemo(scope, login.id, (logins) => needs.stillThere(scope.db, logins, scope.clock.now()))),
]
