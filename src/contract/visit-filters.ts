import { z } from 'zod'
import { Day, Id } from './values.ts'

/**
 * What a visit can be picked by. The first ones are its own: where it came from, where it began and ended, on what it
 * was made. The others are what happened in it: a visit has several, and is picked when one of them fits.
 */
export const visitDimensions = [
  'channel',
  'source',
  'referrer',
  'utm-source',
  'utm-medium',
  'utm-campaign',
  'utm-content',
  'utm-term',
  'post',
  'link',
  'placement',
  // Another site of the shop's that the visit goes on from, and by which channel it had begun there: `<id> instagram`.
  'own-site',
  'entry',
  'exit',
  'country',
  'language',
  'device',
  'browser',
  'system',
  'app',
  'page',
  'goal',
  'outbound',
  'download',
  'not-found',
] as const
export const VisitDimension = z.enum(visitDimensions)
export type VisitDimension = z.infer<typeof VisitDimension>

/** Of these a visit has any number. */
export const stepDimensions = ['page', 'goal', 'outbound', 'download', 'not-found'] as const satisfies readonly VisitDimension[]
export type StepDimension = (typeof stepDimensions)[number]

/**
 * `is` wants the very same words; `contains` a part of them and `like` a pattern in which `*` stands for anything, both
 * whatever the case. `is-not` and its like pick the visits that the plain one leaves out. Pages stand with their host, `toko.id/menu`:
 * what begins with a `/` is such a path on any of the shop's sites.
 */
export const filterOperators = ['is', 'is-not', 'contains', 'contains-not', 'like', 'like-not'] as const
export const FilterOperator = z.enum(filterOperators)
export type FilterOperator = z.infer<typeof FilterOperator>

/** '' stands for what is not known. */
const FilterValue = z.string().max(500).regex(/^\P{Cc}*$/u)

/** One condition, as Plausible spells them: `["is", "country", ["ID", "MY"]]`; any of the values will do. */
export const VisitFilter = z.tuple([FilterOperator, VisitDimension, z.array(FilterValue).min(1).max(50)])
export type VisitFilter = z.infer<typeof VisitFilter>

/** Conditions that must all hold. */
export const VisitFilters = z.array(VisitFilter).max(20)
export type VisitFilters = z.infer<typeof VisitFilters>

/** One step of a funnel, or what a goal is: a page looked at, a goal told by the site, a link followed out, WhatsApp opened, an order. */
export const stepKinds = ['page', 'goal', 'outbound', 'whatsapp', 'order'] as const
export const VisitStep = z.object({
  kind: z.enum(stepKinds),
  /** A pattern in which `*` stands for anything, of a page also of its path alone; not asked of WhatsApp and orders. */
  like: FilterValue.min(1).default('*'),
})
export type VisitStep = z.infer<typeof VisitStep>

/** JSON in the text of a query's parameter. */
const json = <T extends z.ZodType>(of: T) =>
  z
    .string()
    .max(12_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.issues.push({ code: 'custom', message: 'This is no JSON.', input: text })
        return z.NEVER
      }
    })
    .pipe(of)

/** What every question about visits may be narrowed to. Days are the shop's, both included; the last 30 unless said. */
export const VisitsAsked = z.object({
  from: Day.optional(),
  to: Day.optional(),
  site: Id.optional(),
  /** JSON of `VisitFilters`. */
  filters: json(VisitFilters).optional(),
})

export const StepsText = json(z.array(VisitStep).min(2).max(8))

/** The days just before, as many of them; or the same ones a year earlier, weekdays upon weekdays (364 days). */
export const Comparison = z.enum(['before', 'year'])
export type Comparison = z.infer<typeof Comparison>
