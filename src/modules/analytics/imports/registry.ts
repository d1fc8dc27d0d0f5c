import { ga4 } from './exports/ga4.ts'
import { goatcounter } from './exports/goatcounter.ts'
import { plausible } from './exports/plausible.ts'
import { umami } from './exports/umami.ts'
import type { Format, Head } from './format.ts'
import { combined, common, jsonLog } from './logs/formats.ts'
import type { OtherExport } from './refused.ts'

/** The first that knows a file reads it. */
export const formats: readonly Format[] = [combined, common, jsonLog, goatcounter, umami, plausible, ga4]

export const formatOf = (head: Head): Format | undefined => (head.lines.length === 0 ? undefined : formats.find((format) => format.knows(head)))

/** What an owner of such a tool downloads as easily, and what is not taken in: sums by hour and page, or of all days together. */
const others: readonly { code: OtherExport; known: RegExp }[] = [
  // https://www.goatcounter.com/help/export-json
  { code: 'analytics.import-goatcounter-json', known: /"goatcounter_version"\s*:/ },
  { code: 'analytics.import-plausible-dashboard', known: /^"?(?:date|name)"?,.*\bvisitors\b.*\bbounce_rate\b.*\bvisit_duration\b/m },
]

export const otherExportOf = (head: Head): OtherExport | undefined => others.find(({ known }) => known.test(head.lines.join('\n')))?.code
