export { askedOnce } from './asked-once.ts'
export { tablesOf, type Actor, type Announcement, type HitReader, type ReadScope, type Reader, type Scopes, type WriteScope } from './scope.ts'
