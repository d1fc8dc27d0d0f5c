import { MOST_IMPORT_MB, toldRoutes, visitImportsRoutes as contract } from '#contract/visit-imports.ts'
import { serve, servePrepared, type Served } from '#platform/http'
import { isRefusal, refuse } from '#platform/refusal'
import type { Uploads } from '#platform/uploads'
import { beginVisitImport, whyNotBring } from './commands/begin-visit-import.ts'
import { keepVisitImport, removeVisitImport } from './commands/remove-visit-import.ts'
import { stopVisitImport } from './commands/stop-visit-import.ts'
import { inPeriod } from './period.ts'
import { toldBy, toldByTools } from './queries/told-by-tools.ts'
import { visitImport, visitImports } from './queries/visit-imports.ts'

export interface ImportRoutesNeeds {
  /** An import outlives the request that began it: its file lies here until `visitImportJobs` is done with it. */
  uploads: Uploads
}

export const importRoutes = ({ uploads }: ImportRoutesNeeds): Served[] => [
  servePrepared(
    contract.importVisits,
    async ({ request, params, query, scope }) => {
      const file = request.isMultipart() ? await request.file({ limits: { fileSize: MOST_IMPORT_MB * 1024 * 1024 } }) : undefined
      if (!file) return refuse('analytics.import-file-missing', { where: 'file' })
      const own = file.fields.own && 'value' in file.fields.own ? String(file.fields.own.value) : ''
      const refused = await whyNotBring(scope, { siteId: query.site, own })
      if (refused) {
        // Not kept: what no import is made of would lie there. Read all the same, for the answer to be heard.
        file.file.resume()
        return refused
      }
      const kept = await uploads.keep(params.shop, file.file, () => file.file.truncated)
      if (kept === 'too-large') return refuse('analytics.import-too-large', { where: 'file', values: { most: `${MOST_IMPORT_MB} MB` } })
      if (kept === 'empty') return refuse('analytics.import-empty', { where: 'file' })
      return { ...kept, fileName: file.filename, own }
    },
    async ({ scope, query, prepared: { importId, fileName, own }, language }) => {
      const begun = await beginVisitImport(scope, { siteId: query.site, fileName, own, ...(query.zone !== undefined && { zone: query.zone }) }, importId)
      if (isRefusal(begun)) return begun
      // Heard once this is committed: from then on the work goes on by itself.
      await scope.announce({ type: 'VisitsImportBegun', importId })
      return visitImport(scope, importId, language)
    },
  ),
  serve(contract.visitImports, ({ scope, language }) => visitImports(scope, language)),
  serve(contract.visitImport, ({ scope, params, language }) => visitImport(scope, params.id, language)),
  serve(contract.stopVisitImport, async ({ scope, params, language }) => (await stopVisitImport(scope, params.id)) ?? visitImport(scope, params.id, language)),
  serve(contract.removeVisitImport, ({ scope, params }) => removeVisitImport(scope, params.id)),
  serve(contract.keepVisitImport, async ({ scope, params, language }) => (await keepVisitImport(scope, params.id)) ?? visitImport(scope, params.id, language)),
  serve(toldRoutes.toldByTools, ({ scope, query }) => inPeriod(scope, query, async ({ from, to }) => ({ tools: await toldByTools(scope, { from, to, site: query.site }) }))),
  serve(toldRoutes.toldBy, ({ scope, params, query }) =>
    inPeriod(scope, query, ({ from, to }) => toldBy(scope, { from, to, site: query.site }, { tool: query.tool, dimension: params.dimension, limit: query.limit })),
  ),
]
