/** From an instant up to, and without, another. */
export interface Span {
  from: Date
  to: Date
}

/** A visit ends so long after its last hit. */
export const VISIT_GAP_SECONDS = 30 * 60

/** What "now" means on the screen. */
export const LIVE_SECONDS = 5 * 60
