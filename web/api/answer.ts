import { createSubscriber } from 'svelte/reactivity'
import { ProblemError } from './problem'
import { keepSame } from './same'

// Figures are kept fresh by `live.ts`, not by polling: only what was not looked at for so long is asked again.
const FRESH_FOR = 60_000
const TRIES = 3

export type Ask = (signal: AbortSignal) => Promise<unknown>

/** What one question was answered, and who waits for it. Reading it in a template makes that template follow it. */
export class Answer {
  readonly about: string
  /** When nobody was waiting any more. */
  leftAt = Date.now()
  #ask: Ask
  #said: { data: unknown; error: unknown; at: number } = { data: undefined, error: null, at: 0 }
  #stale = true
  #waiting = 0
  #asking: { promise: Promise<void>; controller: AbortController } | undefined
  #tell = () => {}
  #follow = createSubscriber((tell) => {
    this.#tell = tell
    return () => (this.#tell = () => {})
  })

  constructor(about: string, ask: Ask) {
    this.about = about
    this.#ask = ask
  }

  /** The last answer stays while a newer one is asked for, or cannot be had. */
  get said() {
    this.#follow()
    return this.#said
  }

  get isWaitedFor() {
    return this.#waiting > 0
  }

  /** Has it asked, now and whenever it is due, until the returned function is called. */
  wait(): () => void {
    this.#waiting += 1
    this.askIfDue()
    return () => {
      this.#waiting -= 1
      if (this.isWaitedFor) return
      this.leftAt = Date.now()
      this.#asking?.controller.abort()
      this.#asking = undefined
    }
  }

  askIfDue() {
    if (this.#asking || (!this.#stale && Date.now() - this.#said.at < FRESH_FOR)) return
    void this.again()
  }

  /** What is on its way was asked before the change; nobody may take it for the answer after. */
  again(): Promise<void> {
    this.#asking?.controller.abort()
    const controller = new AbortController()
    if (this.#said.data === undefined) this.#say({ ...this.#said, error: null })
    const promise = this.#tryToAsk(controller.signal)
    this.#asking = { promise, controller }
    return promise
  }

  /** Something changed: asked again at once where somebody waits, else when somebody comes. */
  async doubt() {
    this.#stale = true
    if (this.isWaitedFor) await this.again()
  }

  /** What was answered elsewhere, as of now. */
  put(data: unknown) {
    this.#stale = false
    this.#say({ data: keepSame(this.#said.data, data), error: null, at: Date.now() })
  }

  async #tryToAsk(signal: AbortSignal) {
    let error: unknown
    for (let tried = 0; tried < TRIES; tried++) {
      if (tried > 0) await pause(1000 * 2 ** (tried - 1))
      if (signal.aborted) return this.#asking?.promise
      try {
        const data = await this.#ask(signal)
        if (signal.aborted) return this.#asking?.promise
        this.#asking = undefined
        return this.put(data)
      } catch (cause) {
        // Whoever waits for an asking that a newer one took the place of waits for that.
        if (signal.aborted) return this.#asking?.promise
        error = cause
        // A refusal stays a refusal; only what was not reached is tried again.
        if (cause instanceof ProblemError) break
      }
    }
    this.#asking = undefined
    this.#say({ ...this.#said, error })
  }

  #say(said: typeof this.said) {
    this.#said = said
    this.#tell()
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
