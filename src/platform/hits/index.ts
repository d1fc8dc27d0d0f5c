export { openJournal, type HitsLog, type Journal, type JournalSettings } from './journal.ts'
export { startLoader, type BlockTable, type Loader, type LoaderSettings, type Rows } from './loader.ts'
export { JournalRefused, type JournalRefusal } from './refused.ts'
export type { SealedSegment } from './sealed-queue.ts'
