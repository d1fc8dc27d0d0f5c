import type { Namespace, WordKey } from '$i18n/namespaces'

export interface Ahead {
  /** The screen's question, as its own heading has it. */
  title: WordKey
  lead?: WordKey
  /** What its `load` asks for beside `ui`. */
  words: readonly Namespace[]
  /** What it asks of the shop first, below `/api/shops/:shop/`. */
  asks?: readonly string[]
  /** Styles of parts that it imports only when somebody unfolds them, or comes near. */
  later?: readonly string[]
}

/** The screens that are opened from outside: from the phone's home screen, a reminder, a bookmark. */
export const aheadOf: Record<string, Ahead> = {
  '/(desk)/today': { title: 'coach:today.title', lead: 'coach:today.lead', words: ['coach', 'channels'], asks: ['today', 'timer'] },
  '/(desk)/payback': { title: 'payback:title', lead: 'payback:lead', words: ['payback', 'effort', 'channels'], asks: ['payback/months', 'payback/month/last', 'timer'], later: ['FollowersMoneyChart', 'ChartTable', 'RowsPage', 'LinesPanel', 'CountingPanel', 'Table', 'BarChart'] },
  '/(desk)/calendar': { title: 'publishing:calendar.title', words: ['publishing'] },
  '/(desk)/orders': { title: 'shop:title', words: ['shop', 'channels'] },
  '/(desk)/visits': { title: 'analytics:title', lead: 'analytics:lead', words: ['analytics', 'channels', 'visit-sharing'] },
}
