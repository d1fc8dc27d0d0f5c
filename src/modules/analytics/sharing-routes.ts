import { visitSharingRoutes as contract } from '#contract/visit-sharing.ts'
import { serve, type Served } from '#platform/http'
import { inPeriod } from './period.ts'
import { wantAlerts, wantsAlerts } from './sharing/alerts.ts'
import { dayNotes, noteDay, removeDayNote } from './sharing/notes.ts'
import { endVisitsShare, shareVisits, visitsShares, type SharingNeeds } from './sharing/shares.ts'

export const sharingRoutes = (needs: SharingNeeds & { mailWorks: boolean }): Served[] => [
  serve(contract.dayNotes, ({ scope, query }) => inPeriod(scope, query, async (period) => ({ notes: await dayNotes(scope, period) }))),
  serve(contract.noteDay, ({ scope, body }) => noteDay(scope, body)),
  serve(contract.removeDayNote, ({ scope, params }) => removeDayNote(scope, params.id)),
  serve(contract.visitsShares, ({ scope }) => visitsShares(scope, needs)),
  serve(contract.shareVisits, ({ scope, body }) => shareVisits(scope, needs, body)),
  serve(contract.endVisitsShare, ({ scope, params }) => endVisitsShare(scope, params.id)),
  serve(contract.visitAlerts, async ({ scope, login }) => ({ wanted: await wantsAlerts(scope, login.id), mailWorks: needs.mailWorks })),
  serve(contract.wantVisitAlerts, async ({ scope, login, body: { wanted } }) => {
    await wantAlerts(scope, login.id, wanted)
    return { wanted, mailWorks: needs.mailWorks }
  }),
]
