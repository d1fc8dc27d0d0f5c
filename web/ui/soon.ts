const waiting: (() => void)[] = []

/**
 * Runs work in a task of its own behind the next frame, one piece at a time: a slow phone shows what is above, and
 * answers taps, between them. Returns how to call it off.
 */
export function soon(work: () => void): () => void {
  waiting.push(work)
  if (waiting.length === 1) next()
  return () => {
    const at = waiting.indexOf(work)
    if (at >= 0) waiting[at] = () => {}
  }
}

const next = () => requestAnimationFrame(() => setTimeout(run))

function run() {
  waiting[0]!()
  waiting.shift()
  if (waiting.length > 0) next()
}
