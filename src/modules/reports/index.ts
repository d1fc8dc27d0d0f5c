import { claimSendings } from './commands/claim-sendings.ts'
import { revokeShare } from './commands/revoke-share.ts'
import { sendAgain } from './commands/send-again.ts'
import { settleSending } from './commands/settle-sending.ts'
import { shareReport } from './commands/share-report.ts'
import { subscribe } from './commands/subscribe.ts'
import { report } from './queries/report.ts'
import { shares } from './queries/shares.ts'
import { subscriptions } from './queries/subscriptions.ts'

export const commands = { subscribe, claimSendings, settleSending, sendAgain, shareReport, revokeShare }
export const queries = { report, subscriptions, shares }

export { reportsErrors } from './errors.ts'
export { mailReports, type MailingNeeds } from './mailing.ts'
export { sharedReport } from './queries/shares.ts'
export { reportsRoutes } from './routes.ts'
export { reportStop, stopLinksPlugin } from './stop-links.ts'
export type { ReportsEvent } from './events.ts'
