import { randomBytes } from 'node:crypto'
import type { Channel } from '#contract/channels.ts'
import type { FoundUs, TrackedBy } from '#contract/shop.ts'
import { queries as links } from '#modules/links'
import type { ReadScope } from '#platform/scope'
import { plain } from './model/text.ts'

// What our public forms (the pay page, the order form) say of where their buyer came from.

/** Stands in a form, and in the address of what came of it: a form that is sent twice has one. */
export const TOKEN = /^[\w-]{22}$/
export const newToken = (): string => randomBytes(16).toString('base64url')

/** The code of an address as it may go along in a form; null for what can be none. */
export const codeCarried = (k: string | null): string | null => (k !== null && /^[\w ()-]{2,16}$/.test(k) ? k : null)

export interface Evidence {
  /** The chat code that it was opened with. */
  code: string | null
  /** The live chat code of the link or code. */
  chatCode: string | null
  tracked: { channel: Channel; by: TrackedBy; at: Date; linkId: string | null; postId: string | null } | null
}

/** By which link or chat code of this shop the buyer came; only what is known is believed. */
export async function evidenceOf(scope: ReadScope, k: string | null, at: Date): Promise<Evidence> {
  if (k === null || k.length > 16) return { code: null, chatCode: null, tracked: null }
  const meaning = await links.codeMeaning(scope, k, at)
  if (meaning) return { code: meaning.code, chatCode: meaning.code, tracked: { channel: meaning.channel, by: 'code', at, linkId: meaning.linkId, postId: meaning.postId } }
  const link = await links.linkOfCode(scope, k)
  return { code: null, chatCode: link?.chatCode ?? null, tracked: link && { channel: link.channel, by: 'link', at, linkId: link.linkId, postId: link.postId } }
}

const LONGEST_WHO = 80

/** What was answered to "how did you find us?" out of what was offered. */
export function answerIn({ found, who }: Readonly<Record<string, string>>, offered: readonly Channel[]): Exclude<FoundUs, { answer: 'missing' }> {
  if (found === 'unsure') return { answer: 'unsure' }
  const channel = offered.find((one) => one === found)
  if (!channel) return { answer: 'no-answer' }
  const detail = channel === 'word-of-mouth' ? plain(who?.slice(0, LONGEST_WHO)) : null
  return { answer: 'said', channel, ...(detail !== null && { detail }) }
}

/** In no order of ours: the first of a list is chosen more often. */
export function shuffled<T>(list: readonly T[]): T[] {
  const mixed = [...list]
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
  }
  return mixed
}
