import type { Me } from '#contract/workspace.ts'
import { own } from './own'

/** What the server drew this page with; the page brings it along. */
export interface Drawn {
  me: Me
  /** By question (api/answers.ts). */
  answers: [key: string, data: unknown][]
  /** When, by the server's clock. */
  at: number
}

const PLACE = 'drawn'

/** Undefined on the server, and where the page came without. */
export const drawn = own((): Drawn | undefined => {
  if (import.meta.env.SSR) return undefined
  const text = document.getElementById(PLACE)?.textContent
  return text ? (JSON.parse(text) as Drawn) : undefined
})

/** What is put into the page for it. */
export const drawnAs = (one: Drawn): string => `<script type="application/json" id="${PLACE}">${JSON.stringify(one).replaceAll('<', '\\u003c')}</script>`
