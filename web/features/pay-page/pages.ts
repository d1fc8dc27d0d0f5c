import type { PayPressed, PublicPayment, PublicPayPage } from '#contract/pay-page.ts'
import type { Language } from '#contract/values.ts'

interface PayVisit {
  k: string | null
  language: Language | null
  trial: boolean
  askedBy: readonly string[]
}

declare global {
  interface KicauPages {
    /** A buy button's page; null where there is none. */
    payPage(code: string, visit: PayVisit): Promise<PublicPayPage | null>
    /** What became of its form, sent as it was typed. */
    payPress(code: string, fields: Readonly<Record<string, string>>, visit: PayVisit, caller: { ip: string; userAgent: string; language: string | null; own: boolean; doNotTrack: boolean }): Promise<PayPressed | null>
    /** One payment, as its buyer sees it; `look`: the provider is asked where it can say more. */
    payment(code: string, token: string, asked: { look: boolean }): Promise<PublicPayment | null>
    payClaim(code: string, token: string): Promise<void>
  }
}
