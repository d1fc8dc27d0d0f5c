import type { ReportStop, SharedReport } from '#contract/reports.ts'

declare global {
  interface KicauPages {
    /** The report behind a link; null where it is none, or has ended. */
    sharedReport(token: string): Promise<SharedReport | null>
    /** What an unsubscribe link would end; null where it is none. */
    reportStop(token: string): Promise<ReportStop | null>
  }
}
