export type FetchFailure =
  | 'address-refused'
  | 'not-http'
  | 'too-large'
  | 'too-many-redirects'
  | 'write-redirected'
  | 'timeout'
  | 'unreachable'

/** A call that brought no whole answer. */
export class FetchFailed extends Error {
  readonly why: FetchFailure
  /** Nothing of the request left this machine: whatever it asked for has not happened. */
  readonly neverSent: boolean

  constructor(why: FetchFailure, { neverSent, host, cause }: { neverSent: boolean; host: string; cause?: unknown }) {
    super(`${host}: ${why}`, { cause })
    this.name = 'FetchFailed'
    this.why = why
    this.neverSent = neverSent
  }
}
