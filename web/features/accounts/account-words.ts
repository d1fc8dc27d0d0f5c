import type { Account } from '#contract/networks.ts'
import { t } from '$i18n/words.svelte'

/** `Bluesky · @tini.test`: what an account is called where several stand together. */
export const accountName = ({ networkName, handle }: Account) => `${networkName} · ${handle}`

const reasons = ['password-wrong', 'app-password-needed', 'account-suspended', 'login-unreadable'] as const
type Reason = (typeof reasons)[number]
const isReason = (reason: string): reason is Reason => (reasons as readonly string[]).includes(reason)

export const reasonWords = ({ reason }: Account) => (reason !== null && isReason(reason) ? t(`networks:reasons.${reason}`) : null)

/** As networks make them; what looks otherwise is probably the account's own password. */
export const looksLikeAppPassword = (password: string) => /^\s*[a-z0-9]{4}(-[a-z0-9]{4}){3}\s*$/i.test(password)
