const waiting: (() => void)[] = []

/**
 * Runs work in a task of its own, one piece at a time: a slow phone answers taps, and shows what is above, between
 * them. Returns how to call it off.
 */
export function soon(work: () => void): () => void {
  waiting.push(work)
  if (waiting.length === 1) next()
  return () => {
    const at = waiting.indexOf(work)
    if (at >= 0) waiting[at] = () => {}
  }
}

const next = () => setTimeout(run)

function run() {
  try {
    waiting[0]!()
  } finally {
    // One that throws is told of, and holds up none of those behind it.
    waiting.shift()
    if (waiting.length > 0) next()
  }
}
