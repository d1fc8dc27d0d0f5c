export { makeAuth, type Auth, type AuthSettings } from './make-auth.ts'
export { mountAuth, loginReader, signInGuest } from './mount.ts'
