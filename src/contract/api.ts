import { analyticsRoutes } from './analytics.ts'
import { linksRoutes } from './links.ts'
import { paybackRoutes } from './payback.ts'
import { workspaceRoutes } from './workspace.ts'

// Every route of Kicau: a line a module. The web's client, the server's check that each route is served once,
// and the tests that try every route as a stranger all read this object.
export const api = {
  workspace: workspaceRoutes,
  links: linksRoutes,
  analytics: analyticsRoutes,
  payback: paybackRoutes,
}

export type Api = typeof api
