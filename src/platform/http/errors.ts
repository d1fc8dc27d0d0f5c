import { refusals } from '../refusal/index.ts'

export const platformErrors = refusals({
  'platform.login-needed': 401,
  'platform.not-found': 404,
  'platform.not-for-guests': 403,
  'platform.input-unreadable': 400,
  'platform.too-large': 413,
  'platform.too-many': 429,
  'platform.too-slow': 408,
  'platform.key-reused': 422,
  'platform.broken': 500,
  'platform.unavailable': 503,
  'platform.disk-full': 507,
})
