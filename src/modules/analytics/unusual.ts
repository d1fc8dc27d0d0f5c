/** Whole days that the usual is told from, */
const USUAL_DAYS = 28
/** and how many of them there must be before anything is called unusual. */
const LEAST_DAYS = 14
const WEEK = 7
/** Seldom enough to speak of: chance alone does it on one day in two hundred, twice a year. */
const SELDOM = 1 / 200
/** What is seldom may still be small: it is told when it is twice as much, or half; */
const TWICE = 2
/** and fewer than so many on a day are no wave, however quiet the shop. */
const LEAST_WAVE = 10

/** All days that `unusualOf` looks at. */
export const DAYS_LOOKED_AT = USUAL_DAYS + WEEK

export interface Unusual {
  /** No visit any more; twice as many on the last day; half as many in the last seven. */
  state: 'silent' | 'spike' | 'drop'
  /** `silent`: whole days without one, the last one included. Otherwise the visits of the last day, or of the last seven. */
  count: number
  /** Visits on a usual day; `drop`: in a usual week. */
  usual: number
  /** `spike`: it is the running day's, which is not over. */
  soFar?: true
}

/**
 * What is unusual about the last days of a site; null where chance may have done it, or too few days are known.
 * `visits` are whole days' counts without a gap, the oldest first, the last one yesterday's; `soFar` is the running day's, which already is a
 * wave where it is more than a whole day has by chance.
 *
 * A day is taken for a draw from a negative binomial with the mean and the variance of the days before it (a Poisson
 * where they vary no more than that): days of posts and days without differ by more than chance, and a shop with such
 * days is not alarmed by one more of them.
 */
export function unusualOf(visits: readonly number[], soFar = 0): Unusual | null {
  const wave = spike([...visits, soFar])
  if (wave) return { ...wave, soFar: true }
  // Who comes today ends it.
  const silence = soFar > 0 ? 0 : visits.length - 1 - visits.findLastIndex((count) => count > 0)
  if (silence > 0) return silent(visits, silence)
  return spike(visits) ?? drop(visits)
}

function silent(visits: readonly number[], days: number): Unusual | null {
  const usual = usualOf(visits.slice(0, -days))
  return usual && lowerTail(0, usual, days) <= SELDOM ? { state: 'silent', count: days, usual: usual.mean } : null
}

function spike(visits: readonly number[]): Unusual | null {
  const usual = usualOf(visits.slice(0, -1))
  const last = visits.at(-1)!
  if (!usual || last < Math.max(LEAST_WAVE, TWICE * usual.mean) || 1 - lowerTail(last - 1, usual, 1) > SELDOM) return null
  return { state: 'spike', count: last, usual: usual.mean }
}

function drop(visits: readonly number[]): Unusual | null {
  const usual = usualOf(visits.slice(0, -WEEK))
  const week = sum(visits.slice(-WEEK))
  if (!usual || week * TWICE > usual.mean * WEEK || lowerTail(week, usual, WEEK) > SELDOM) return null
  return { state: 'drop', count: week, usual: usual.mean * WEEK }
}

interface Usual {
  mean: number
  /** Variance over mean; 1 is a Poisson's. */
  spread: number
}

/** A site that began lately had no usual days before its first visit. */
function usualOf(before: readonly number[]): Usual | null {
  const seen = before.slice(-USUAL_DAYS)
  const days = seen.slice(Math.max(0, seen.findIndex((count) => count > 0)))
  const mean = sum(days) / days.length
  if (days.length < LEAST_DAYS || mean === 0) return null
  const variance = sum(days.map((count) => (count - mean) ** 2)) / (days.length - 1)
  return { mean, spread: Math.max(1, variance / mean) }
}

/**
 * P(N ≤ most) for the sum N of so many usual days: negative binomial with mean `m = mean · days` and variance
 * `spread · m`, by its recurrence, in logarithms, since a large mean's first term is no number any more.
 */
function lowerTail(most: number, { mean, spread }: Usual, days: number): number {
  const all = mean * days
  const poisson = spread === 1
  const size = all / (spread - 1)
  let log = poisson ? -all : -size * Math.log(spread)
  let tail = 0
  for (let count = 0; count <= most; count++) {
    tail += Math.exp(log)
    log += poisson ? Math.log(all / (count + 1)) : Math.log(((count + size) / (count + 1)) * ((spread - 1) / spread))
  }
  return Math.min(1, tail)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
