import type { TargetRow } from '../tables.ts'

/** What every event about a target names. */
export const ofTarget = ({ postId, targetId, accountId, network, channel }: TargetRow) => ({ postId, targetId, accountId, network, channel })
