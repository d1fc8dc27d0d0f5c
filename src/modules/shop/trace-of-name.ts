import { createHash } from 'node:crypto'

/** A person's name as a key that does not tell it: the same however it was written. */
export const traceOfName = (name: string): string => createHash('sha256').update(name.trim().toLowerCase()).digest('hex').slice(0, 16)
