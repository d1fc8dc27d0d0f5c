import type { Profit } from './payback.ts'

/**
 * How it is told that what is added up was above zero in some month, by what it is now: the sentences stand in
 * `payback:cumulated.<name>`. Where a margin or a wage is missing since, nobody can say whether it still is.
 */
export const paidBackAs = ({ net, verdict }: Pick<Profit, 'net' | 'verdict'>): 'paidBack' | 'perhaps' | 'again' | 'untold' => {
  if (net === null) return 'untold'
  if (net < 0) return 'again'
  return verdict === 'likely' ? 'paidBack' : 'perhaps'
}
