export { isPassword, sealedPassword } from './password.ts'
export { openTries, TRIES_OF_ONE, type Tries } from './tries.ts'
