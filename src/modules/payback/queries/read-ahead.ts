import type { ReadScope } from '#platform/scope'
import { paybackMonth } from './payback-month.ts'
import { paybackMonths } from './payback-months.ts'

/** Reads and reckons what Payback opens on, for the process to keep: whoever asks next waits for none of it. */
export const readAhead = async (scope: ReadScope): Promise<void> => {
  await paybackMonth(scope, 'last')
  await paybackMonths(scope)
}
