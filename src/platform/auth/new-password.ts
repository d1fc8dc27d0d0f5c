import { randomInt } from 'node:crypto'
import type { Auth } from './make-auth.ts'

/** Letters and digits that nobody takes for one another when they type what they read. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789'

/**
 * Gives a login another password and answers it; whoever is signed in with the former one is signed out everywhere. Null where nobody has
 * that address. For the host alone: whoever has the machine has the data.
 */
export async function newPasswordOf(auth: Auth, email: string): Promise<string | null> {
  const { internalAdapter, password } = await auth.$context
  const found = await internalAdapter.findUserByEmail(email.trim().toLowerCase())
  if (!found || !(await internalAdapter.findCredentialAccount(found.user.id))) return null
  const made = Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => READABLE[randomInt(READABLE.length)]).join('')).join('-')
  await internalAdapter.updatePassword(found.user.id, await password.hash(made))
  await internalAdapter.deleteUserSessions(found.user.id)
  return made
}
