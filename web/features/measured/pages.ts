import type { Language } from '#contract/values.ts'
import type { MeasuredSites } from '#contract/visit-sites.ts'

declare global {
  interface KicauPages {
    /** What is measured on a shop's sites; null where there is no such shop. */
    measured(slug: string): Promise<(MeasuredSites & { language: Language }) | null>
  }
}
