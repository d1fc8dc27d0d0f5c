import type { Generated } from 'kysely'
import type { AdNetwork } from '#contract/ads-reports.ts'
import type { CostKind, Reward } from '#contract/costs.ts'
import type { About, Activity, EveningStep, Footing } from '#contract/effort.ts'
import type { Channel } from '#contract/channels.ts'
import type { Correction } from '#contract/ledger.ts'
import type { Money } from '#contract/values.ts'
import { tablesOf } from '#platform/scope'
import type { StoredAdsRowError } from './ads/read-report.ts'

export interface EffortTables {
  effortEntries: {
    workspaceId: string
    entryId: string
    memberId: string
    channel: Channel | null
    activity: Activity
    day: string
    minutes: number
    startedAt: Date | null
    endedAt: Date | null
    footing: Footing
    spreadMinutes: number
    state: 'draft' | 'kept' | 'removed'
    stateBefore: 'draft' | 'kept' | null
    foundAt: Date | null
    notedAt: Date
    aboutKind: Generated<About['kind'] | null>
    aboutKey: Generated<string | null>
  }
  effortPostSpans: {
    workspaceId: string
    memberId: string
    postId: string
    startedAt: Date
    endedAt: Date
  }
  effortTimers: {
    workspaceId: string
    memberId: string
    timerId: string
    channel: Channel | null
    activity: Activity
    startedAt: Date
    aliveAt: Date
    boxMinutes: number
    beforeSeconds: number
    aboutKind: Generated<About['kind'] | null>
    aboutKey: Generated<string | null>
    followedAt: Generated<Date | null>
  }
  effortPauses: {
    workspaceId: string
    memberId: string
    channel: Channel | null
    activity: Activity
    boxMinutes: number
    beforeSeconds: number
    pausedAt: Date
  }
  effortTimeboxes: {
    workspaceId: string
    memberId: string
    fromDay: string
    weekdays: number[]
    hour: string | null
    minutes: number
    weeklyMinutes: number
    notedAt: Date
  }
  effortEvenings: {
    workspaceId: string
    memberId: string
    day: string
    channel: Channel
    minutes: EveningStep
    notedAt: Date
  }
  effortCosts: {
    workspaceId: string
    costId: string
    channel: Channel | null
    kind: CostKind
    day: string
    amount: number
    originalCurrency: Generated<Money | null>
    originalAmount: Generated<number | null>
    note: string
    rewardGiven: Generated<Reward['given'] | null>
    rewardPerson: Generated<string | null>
    notedAt: Date
    removedAt: Date | null
  }
  effortAdReports: {
    workspaceId: string
    reportId: string
    number: Generated<number>
    network: AdNetwork
    fileName: string
    fromDay: string
    toDay: string
    rows: number
    sum: number
    total: number | null
    spreadRows: number
    sumRows: number
    added: number
    changed: number
    unchanged: number
    removed: number
    failedRows: number
    errors: StoredAdsRowError[]
    currency: Generated<Money | null>
    takenAt: Date
    undoneAt: Date | null
  }
  effortAdSpends: {
    workspaceId: string
    network: AdNetwork
    campaign: string
    adSet: string
    day: string
    channel: Channel
    costId: string
    /** In the report's own currency. */
    amount: number
    currency: Generated<Money | null>
  }
  effortAdChanges: {
    workspaceId: string
    reportId: string
    costId: string
    before: number
  }
  effortOpenings: {
    workspaceId: string
    openingId: string
    channel: Channel | null
    memberId: string | null
    minutes: number
    amount: number
    day: string
    note: string
    notedAt: Date
    removedAt: Date | null
  }
  effortClosedMonths: {
    workspaceId: string
    month: string
    closedAt: Date
    closedBy: 'hand' | 'itself'
    /** As payback made them; nobody else reads them. */
    rows: object
    /** MD5 of their text. */
    rowsMark: Generated<string>
  }
  effortCorrections: {
    workspaceId: string
    correctionId: string
    concerns: string
    day: string
    kind: Correction['kind']
    sourceId: string
    channel: Channel | null
    amount: number
    ordersMissing: number
    minutesMissing: number
    notedAt: Date
  }
}

export const tables = tablesOf<EffortTables>()
