import type { ReportKind, SendingState, SentKind } from '#contract/reports.ts'

export type ReportsEvent =
  | { type: 'ReportSubscribed'; memberId: string; kind: SentKind }
  | { type: 'ReportUnsubscribed'; memberId: string; kind: SentKind }
  | { type: 'ReportSettled'; subscriptionId: string; period: string; state: SendingState }
  | { type: 'ReportShared'; shareId: string; kind: ReportKind; period: string }
  | { type: 'ReportShareRevoked'; shareId: string }
