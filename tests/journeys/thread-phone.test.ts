import { followThread } from './thread.ts'

followThread(360)
