/** What this module announces. `ExperimentCalledOff` too when that was taken back. */
export type ExperimentsEvent =
  | { type: 'ExperimentBegun'; experimentId: string }
  | { type: 'ExperimentCalledOff'; experimentId: string; back: boolean }
