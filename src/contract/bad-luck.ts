import type { Profit } from './payback.ts'

/** By fewer orders than this a low chance is told lower than it is: a month in which next to nothing sold looks like a shop that sells next to nothing. */
const FEW_ORDERS = 10

/** Whether "not yet" rests on a handful of orders, while the range still reaches above nothing. The measured error is in the decision on small shops. */
export const mayBeBadLuck = ({ verdict, interval }: Pick<Profit, 'verdict' | 'interval'>, orders: number): boolean =>
  verdict === 'not-yet' && interval !== null && interval.high > 0 && orders < FEW_ORDERS
