export { makeAuth, type Auth, type AuthSettings } from './make-auth.ts'
export { newPasswordOf } from './new-password.ts'
export { addressesOf, forgetGuests, mountAuth, loginReader, loginsStillThere, signInGuest, type AdmitSignUp } from './mount.ts'
