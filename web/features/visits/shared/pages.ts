import type { SharedVisits } from '#contract/visit-sharing.ts'
import type { Language } from '#contract/values.ts'

declare global {
  interface KicauPages {
    /** What a link to visits shows: its page, the question for its word, or nothing. */
    sharedVisits(token: string, days: number, key: string | undefined): Promise<{ visits: SharedVisits } | { asks: string; language: Language } | null>
    unlockVisits(token: string, word: string, ip: string): Promise<{ key: string } | 'wrong' | 'too-many' | null>
  }
}
