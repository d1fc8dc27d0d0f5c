import type { FunnelStep } from '#contract/visit-questions.ts'

/** The step before which most stop, of those that anybody could have taken; a step that nobody took is the worst there is. */
export const worstOf = (steps: readonly FunnelStep[]): FunnelStep | undefined =>
  steps.slice(1).reduce<FunnelStep | undefined>((worst, step) => (step.share !== null && step.share < (worst?.share ?? 1) ? step : worst), undefined)

/** Whether no order was seen: orders are seen where a page takes them, those that are noted out of a chat are under no visit. */
export const seesNoOrder = (steps: readonly FunnelStep[]): boolean =>
  (steps[0]?.visitors ?? 0) > 0 && steps.some((step) => step.kind === 'order' && step.visitors === 0)
