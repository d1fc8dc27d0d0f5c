import { agentOf, type Agent } from './agent.ts'
import type { Caller } from './incoming-hit.ts'
import { firstLanguage } from './row.ts'
import { countryOf } from './senders.ts'

/** Who asks for something just now, for a decision on the spot; told by the same rules as what is counted, and kept nowhere. */
export interface Opener extends Pick<Agent, 'bot' | 'device' | 'system'> {
  /** Two capital letters; '' where the address tells none (IPv6, private networks). */
  country: string
  /** The first language that their browser asks for, `id`; '' where it names none. */
  language: string
}

export function openerOf({ ip, userAgent = '', language = '' }: Pick<Caller, 'ip' | 'userAgent' | 'language'>): Opener {
  const { bot, device, system } = agentOf(userAgent)
  return { bot, device, system, country: countryOf(ip), language: firstLanguage(language) }
}
