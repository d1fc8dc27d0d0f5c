/** A request as a web server's log tells of it; null for what this log never tells. */
export interface LogLine {
  /** The virtual host, where the log names it. */
  host: string | null
  ip: string
  /** Whether somebody was signed in (HTTP's own way). */
  signedIn: boolean
  /** Milliseconds since 1970. */
  at: number
  /** '' where the line holds no request: a connection that said nothing, or no HTTP. */
  method: string
  target: string
  status: number
  referrer: string | null
  agent: string | null
  language: string | null
}
