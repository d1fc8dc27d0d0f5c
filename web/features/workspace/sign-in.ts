// better-auth's own routes: they answer with `{code}`, which the screen puts into words.

export type SignInFailure = 'wrong' | 'taken' | 'short' | 'email' | 'closed' | 'often' | 'offline' | 'other'

const known: Record<string, SignInFailure> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrong',
  USER_ALREADY_EXISTS: 'taken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'taken',
  PASSWORD_TOO_SHORT: 'short',
  PASSWORD_TOO_LONG: 'short',
  INVALID_EMAIL: 'email',
  VALIDATION_ERROR: 'email',
  SIGN_UP_CLOSED: 'closed',
}

async function post(path: string, body: object, more: Record<string, string> = {}): Promise<SignInFailure | null> {
  let response: Response
  try {
    response = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body: JSON.stringify(body),
    })
  } catch {
    return 'offline'
  }
  if (response.ok) return null
  if (response.status === 429) return 'often'
  const { code } = (await response.json().catch(() => ({}))) as { code?: string }
  return known[code ?? ''] ?? 'other'
}

export const signIn = (email: string, password: string) => post('sign-in/email', { email, password })
/** `invitation` opens a Kicau that takes no other new logins. */
export const signUp = (name: string, email: string, password: string, invitation: string | null = null) =>
  post('sign-up/email', { name, email, password }, invitation ? { 'kicau-invitation': invitation } : {})
