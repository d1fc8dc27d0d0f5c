import type { Profit } from './payback.ts'

/** How it is told that what is added up was above zero in some month, by what it is now: the sentences stand in `payback:cumulated.<name>`. */
export const paidBackAs = ({ verdict }: Pick<Profit, 'verdict'>): 'paidBack' | 'perhaps' | 'again' => (verdict === 'unsure' ? 'perhaps' : verdict === 'not-yet' ? 'again' : 'paidBack')
