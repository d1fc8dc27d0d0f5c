import { visitsByChannel } from './queries/visits-by-channel.ts'
import { visitsByPost } from './queries/visits-by-post.ts'

export const queries = { visitsByChannel, visitsByPost }

export type { DropReason, IncomingHit, Intake, Recorded } from './intake/incoming-hit.ts'
export type { Span } from './model.ts'
