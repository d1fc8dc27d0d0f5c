import type { FormPressed, PublicFormOrder, PublicOrderForm } from '#contract/order-form-page.ts'
import type { Language } from '#contract/values.ts'

interface FormVisit {
  k: string | null
  language: Language | null
  asked: boolean
}

declare global {
  interface KicauPages {
    /** A shop's order form; null where it never had one. */
    orderForm(slug: string, visit: FormVisit): Promise<PublicOrderForm | null>
    /** What became of it, sent as it was typed. */
    pressOrderForm(slug: string, fields: Readonly<Record<string, string>>, visit: FormVisit, caller: { ip: string; userAgent: string; language: string | null; own: boolean; doNotTrack: boolean }): Promise<FormPressed | null>
    /** What was sent, as its buyer sees it. */
    formOrder(slug: string, token: string, language: Language | null): Promise<PublicFormOrder | null>
  }
}
