import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
const BYTES = 32

/** Passwords are said aloud and typed on phones: blanks around them and capitals make no difference. */
const typed = (password: string): string => password.normalize('NFKC').trim().toLowerCase()

/** A password as it is stored: salt and scrypt's answer (Node's cost, N = 16,384), in hex. */
export async function sealedPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `${salt.toString('hex')}.${(await derive(typed(password), salt, BYTES)).toString('hex')}`
}

export async function isPassword(sealed: string, password: string): Promise<boolean> {
  const [salt = '', answer = ''] = sealed.split('.').map((part) => Buffer.from(part, 'hex')) as [Buffer?, Buffer?]
  const given = await derive(typed(password), salt as Buffer, BYTES)
  return timingSafeEqual(given, answer as Buffer)
}
