/** What a benchmark answers; printed as one JSON object on the last line. */
export interface BenchResult {
  name: string
  /** Ours and what it is measured against, in `unit`, taken in the same breath. */
  ours: number
  reference: number
  /** ours / reference. */
  ratio: number
  unit: string
  /** Whether every promise that the benchmark watches was kept. */
  kept: boolean
  [detail: string]: unknown
}

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const rounded = (number: number, digits = 3): number => Number(number.toFixed(digits))
