/** As long as somebody rests between two keys. */
const RESTS_MS = 250

/** The words in a search field, and what of them is asked about: once the typing rests. */
export class Typed {
  text = $state('')
  #words = $state('')

  constructor() {
    $effect(() => {
      const words = this.text.trim()
      // Who empties the field waits for nothing.
      const resting = setTimeout(() => (this.#words = words), words === '' ? 0 : RESTS_MS)
      return () => clearTimeout(resting)
    })
  }

  get words(): string {
    return this.#words
  }

  /** As the routes take it. */
  get query(): { search?: string } {
    return this.#words === '' ? {} : { search: this.#words }
  }
}
