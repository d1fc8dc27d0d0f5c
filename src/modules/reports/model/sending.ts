/** Composing and sending take seconds; what is still on its way after this was cut off. */
export const CUT_OFF_MS = 10 * 60_000
/** So many times a mail server that can't be reached is tried: over some seven hours. */
export const MOST_ATTEMPTS = 8

/** 5, 10, 20 … minutes, two hours at most. */
export const pauseMs = (attempts: number): number => Math.min(5 * 60_000 * 2 ** (attempts - 1), 2 * 3_600_000)
