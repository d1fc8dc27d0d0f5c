export { makeAuth, type Auth, type AuthSettings } from './make-auth.ts'
export { addressesOf, mountAuth, loginReader, signInGuest } from './mount.ts'
