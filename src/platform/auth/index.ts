export { makeAuth, type Auth, type AuthSettings } from './make-auth.ts'
export { addressesOf, forgetGuests, mountAuth, loginReader, loginsStillThere, signInGuest } from './mount.ts'
