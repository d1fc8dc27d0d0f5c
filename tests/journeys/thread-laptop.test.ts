import { followThread } from './thread.ts'

followThread(1280)
