export { openUploads, type Upload, type Uploads } from './uploads.ts'
export { openTakingUp, type TakingUp } from './taking-up.ts'
