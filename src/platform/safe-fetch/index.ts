export { safeFetch, fetchWithin, type FetchLimits } from './safe-fetch.ts'
export { FetchFailed, type FetchFailure } from './failure.ts'
