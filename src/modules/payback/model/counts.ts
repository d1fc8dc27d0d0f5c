// What chance alone gives a figure: by its variance.

/** Counts err as Poisson counts. */
export const countVariance = (count: number): number => Math.abs(count)

/** Shares err as binomial ones; one answer more each way, so that 0 of 3 is not taken for certain. */
export function shareVariance(part: number, of: number): number {
  const near = (part + 1) / (of + 2)
  return (near * (1 - near)) / (of + 2)
}

/** Sums of what comes at random err by the squares of what came (compound Poisson). */
export const sumVariance = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount ** 2, 0)
