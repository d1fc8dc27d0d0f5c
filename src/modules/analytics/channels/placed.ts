import { channels, type Channel } from '#contract/channels.ts'

/** Channels on which a link can be said to be placed: the others are what is left where nothing is known. */
export const PLACED: readonly Channel[] = channels.filter((channel) => channel !== 'other' && channel !== 'direct')
