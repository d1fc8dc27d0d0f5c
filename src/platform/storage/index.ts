export { openMediaStore, type MediaStore, type KeptMedia } from './media-store.ts'
