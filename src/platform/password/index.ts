export { isPassword, sealedPassword } from './password.ts'
export { openTries, type Tries } from './tries.ts'
