import { addSite } from './commands/add-site.ts'
import { removeSite } from './commands/remove-site.ts'
import { renameSite } from './commands/rename-site.ts'
import { liveNow } from './queries/live-now.ts'
import { sites } from './queries/sites.ts'
import { topPages } from './queries/top-pages.ts'
import { visitsByChannel } from './queries/visits-by-channel.ts'
import { visitsByPost } from './queries/visits-by-post.ts'
import { visitsSummary } from './queries/visits-summary.ts'

export const commands = { addSite, renameSite, removeSite }
export const queries = { visitsByChannel, visitsByPost, visitsSummary, topPages, liveNow, sites }

export { analyticsErrors } from './errors.ts'
export type { DropReason, IncomingHit, Intake, Recorded } from './intake/incoming-hit.ts'
export { openIntake, type IntakeNeeds, type OpenIntake } from './intake/open-intake.ts'
export { intakePlugin, type IntakePluginOptions } from './intake/plugin.ts'
export { hitsTable } from './intake/row.ts'
export { analyticsSites, type KnownSite, type Sites } from './intake/sites.ts'
export { analyticsJobs } from './jobs.ts'
export { CODE_PARAMETER, shopPageKey, trackerOfShopPage, type Span } from './model.ts'
export { analyticsRoutes } from './routes.ts'
