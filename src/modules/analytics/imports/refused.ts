import { refuse, type Refusal } from '#platform/refusal'

export type PastRefusalCode = 'analytics.import-unknown-file' | OtherExport | 'analytics.import-broken' | 'analytics.import-cut-off' | 'analytics.import-encrypted' | 'analytics.import-too-large'

/** What a tool downloads beside the export that is taken in. */
export type OtherExport = 'analytics.import-goatcounter-json' | 'analytics.import-plausible-dashboard'

/** A file that can't be taken in, thrown from deep inside a stream and turned into its refusal where the reading began. */
export class PastRefused extends Error {
  readonly refusal: Refusal<PastRefusalCode>
  constructor(code: PastRefusalCode, values?: Record<string, string | number>) {
    super(code)
    this.refusal = refuse(code, { where: 'file', ...(values && { values }) })
  }
}
