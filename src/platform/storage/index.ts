export { syncFolder } from './sync-folder.ts'
export { openMediaStore, type MediaStore, type KeptMedia } from './media-store.ts'
