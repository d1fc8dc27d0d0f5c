/** A slow line's answers come within it; who has read so long is not moved any more. */
const AT_MOST_MS = 15_000
/** What stands above it may still come, and would push it away. */
const SETTLES_MS = 1_500

/**
 * Brings the part of a screen that an address names (`/accounts#friends`) into sight as soon as it is drawn, and keeps it
 * there while what is above it comes: screens are drawn in pieces, and most parts wait for an answer. Whoever holds `over`
 * calls it off with it, as when the reader moves.
 */
export function jumpTo(id: string, over: AbortController): void {
  if (over.signal.aborted) return
  const end = () => over.abort()
  let settled: ReturnType<typeof setTimeout> | undefined
  const jump = () => {
    const part = document.getElementById(id)
    if (!part) return
    part.scrollIntoView()
    settled ??= setTimeout(end, SETTLES_MS)
  }
  const drawn = new MutationObserver(jump)
  const grown = new ResizeObserver(jump)
  const late = setTimeout(end, AT_MOST_MS)
  over.signal.addEventListener('abort', () => {
    drawn.disconnect()
    grown.disconnect()
    clearTimeout(late)
    clearTimeout(settled)
  })
  drawn.observe(document.body, { childList: true, subtree: true })
  grown.observe(document.body)
  jump()
}
