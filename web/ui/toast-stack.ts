/** What is told of one act. */
export interface Told {
  id: number
  text: string
  more: string | undefined
  tone: 'plain' | 'good' | 'bad'
  forMs: number
  act: { label: string; do: () => void } | undefined
  /** What is told about the same takes its place. */
  about: string | undefined
}

/** As many as leave a phone's screen to be read. */
const MOST = 3

/**
 * The newest first. Of too many the oldest that can't be taken back goes, then the oldest; what is told about the same as one
 * before stands alone.
 */
export function withToast(told: readonly Told[], next: Told): Told[] {
  const all = [next, ...told.filter(({ about }) => about === undefined || about !== next.about)]
  while (all.length > MOST) {
    const idle = all.findLastIndex(({ act }, at) => !act && at > 0)
    all.splice(idle > 0 ? idle : all.length - 1, 1)
  }
  return all
}
