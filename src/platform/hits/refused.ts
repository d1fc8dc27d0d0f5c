/** Why the journal took nothing. `full`: too little room on the disk. `busy`: the disk is too slow. */
export type JournalRefusal = 'full' | 'busy' | 'disk-error' | 'closed'

const sentences: Record<JournalRefusal, string> = {
  full: 'The disk is full: hits are refused until there is room again. None that was acknowledged is lost.',
  busy: 'The disk does not keep up: hits are refused until it does.',
  'disk-error': 'The journal could not be written.',
  closed: 'The journal is closed.',
}

/** Thrown to whoever appends: the line was not kept, and nothing may be promised. */
export class JournalRefused extends Error {
  override readonly name = 'JournalRefused'
  readonly why: JournalRefusal
  constructor(why: JournalRefusal, cause?: unknown) {
    super(sentences[why], { cause })
    this.why = why
  }
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT'])

export const refusalFor = (error: unknown): JournalRefused =>
  error instanceof JournalRefused ? error : new JournalRefused(fullCodes.has((error as NodeJS.ErrnoException).code ?? '') ? 'full' : 'disk-error', error)
