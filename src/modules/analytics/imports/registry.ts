import { ga4 } from './exports/ga4.ts'
import { goatcounter } from './exports/goatcounter.ts'
import { plausible } from './exports/plausible.ts'
import { umami } from './exports/umami.ts'
import type { Format, Head } from './format.ts'
import { combined, common, jsonLog } from './logs/formats.ts'

/** The first that knows a file reads it. */
export const formats: readonly Format[] = [combined, common, jsonLog, goatcounter, umami, plausible, ga4]

export const formatOf = (head: Head): Format | undefined => (head.lines.length === 0 ? undefined : formats.find((format) => format.knows(head)))
