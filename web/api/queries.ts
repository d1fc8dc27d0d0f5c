import { QueryClient } from '@tanstack/svelte-query'
import { ProblemError } from './problem'

/** What the desk has asked and still knows. Figures are kept fresh by `live.ts`, not by polling. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The browser's word for being offline is not taken: the service worker may still have an answer.
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      // A refusal stays a refusal; only what was not reached is tried again.
      retry: (failures, error) => !(error instanceof ProblemError) && failures < 2,
    },
  },
})
