import { visitSitesRoutes as contract } from '#contract/visit-sites.ts'
import { serve, type Served } from '#platform/http'
import type { Secrets } from '#platform/secrets'
import { changeSiteSettings, dropServerKey, makeServerKey } from './commands/change-site-settings.ts'
import { addOwnNetwork, removeOwnNetwork } from './commands/own-networks.ts'
import { inPeriod } from './period.ts'
import { leftOut } from './queries/left-out.ts'
import { ownNetworks } from './queries/own-networks.ts'
import { siteSettings } from './queries/site-settings.ts'

export const siteRoutes = ({ secrets }: { secrets: Pick<Secrets, 'keyedHash'> }): Served[] => [
  serve(contract.siteSettings, ({ scope, params }) => siteSettings(scope, params.id)),
  serve(contract.changeSiteSettings, ({ scope, params, body }) => changeSiteSettings(scope, params.id, body)),
  serve(contract.makeServerKey, ({ scope, params }) => makeServerKey(scope, params.id)),
  serve(contract.dropServerKey, ({ scope, params }) => dropServerKey(scope, params.id)),
  serve(contract.leftOut, ({ scope, query }) => inPeriod(scope, query, ({ span }) => leftOut(scope, span, query.site))),
  serve(contract.ownNetworks, ({ scope }) => ownNetworks(scope)),
  serve(contract.addOwnNetwork, ({ scope, body, request }) => addOwnNetwork(scope, secrets, { name: body.name, address: body.address || request.ip })),
  serve(contract.removeOwnNetwork, ({ scope, params }) => removeOwnNetwork(scope, params.id)),
]
