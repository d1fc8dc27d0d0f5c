import type { Channel } from '#contract/channels.ts'

/** What this module announces. `ExperimentCalledOff` too when that was taken back. */
export type ExperimentsEvent =
  /** `voucher`: the code that is offered on this channel alone, from the first Monday to the last Sunday. */
  | { type: 'ExperimentBegun'; experimentId: string; voucher: { code: string; channel: Channel; from: string; to: string } | null }
  | { type: 'ExperimentCalledOff'; experimentId: string; back: boolean }
