export { makeAuth, type Auth, type AuthSettings } from './make-auth.ts'
export { addressesOf, forgetGuests, mountAuth, loginReader, signInGuest } from './mount.ts'
