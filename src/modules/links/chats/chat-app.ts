import type { Country } from '#contract/values.ts'

/** What stands in the message that a buyer only has to send. */
export interface Opening {
  /** With the code in brackets, where there is one. */
  text: string
  code: string | null
}

/** An app that a link can open a chat with the shop in. */
export interface ChatApp {
  /** What is kept of what an owner has typed (a number, a name, an address of the app's own); null where it is none. */
  read(typed: string, country: Country): string | null
  /** Opens the chat; `to` as it was read. */
  address(to: string, opening: Opening): string
}
