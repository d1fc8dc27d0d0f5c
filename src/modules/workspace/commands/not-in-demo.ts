import { refuse, type Refusal } from '#platform/refusal'
import type { ReadScope } from '#platform/scope'
import { shopProfile } from '../queries/shop-profile.ts'

/** Who is in the demo changes with whoever looks at it: nobody is invited to it, made something else, or let go. */
export const notInDemo = async (scope: ReadScope): Promise<undefined | Refusal<'workspace.not-in-demo'>> =>
  (await shopProfile(scope)).demo ? refuse('workspace.not-in-demo') : undefined
