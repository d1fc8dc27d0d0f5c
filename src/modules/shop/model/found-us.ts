import type { Channel } from '#contract/channels.ts'
import type { FoundUs } from '#contract/shop.ts'
import { plain } from './text.ts'

export interface FoundUsColumns {
  foundUs: FoundUs['answer']
  said: Channel | null
  saidDetail: string | null
}

/** A found-us answer as the order's columns hold it. */
export const foundUsColumns = (answer: FoundUs): FoundUsColumns => ({
  foundUs: answer.answer,
  said: answer.answer === 'said' ? answer.channel : null,
  saidDetail: answer.answer === 'said' ? plain(answer.detail) : null,
})

export const foundUsOf = ({ foundUs, said, saidDetail }: FoundUsColumns): FoundUs =>
  foundUs === 'said' ? { answer: 'said', channel: said!, detail: saidDetail } : { answer: foundUs }
