import type { Problem } from '#contract/values.ts'

/** What the server answered instead: its texts are already in the reader's language. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** The server was not reached; nothing is known of what it did. Its words are ours: `ui:offline.*`. */
export class Offline extends Error {
  constructor(cause?: unknown) {
    super('offline', { cause })
    this.name = 'Offline'
  }
}

/** The code of a problem, to act on one (`codeOf(error) === 'shop.order_gone'`); null for anything else. */
export const codeOf = (error: unknown) => (error instanceof ProblemError ? error.problem.code : null)

export async function readProblem(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null)
  if (isProblem(body)) return new ProblemError(body)
  // A proxy's own page, say: nothing of it is worth showing.
  return new ProblemError({ type: 'about:blank', code: 'unreadable', status: response.status, title: '' })
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'title' in body && typeof body.title === 'string'
