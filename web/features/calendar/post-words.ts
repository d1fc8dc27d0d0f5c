import type { Post, Target, TargetState } from '#contract/publishing.ts'
import { t } from '$i18n/words.svelte'
import { firstWords } from '#contract/post-text.ts'
import type { IconName } from '$ui/icons'

export const stateWords = (state: TargetState) => t(`publishing:states.${state}`)

const looks: Record<TargetState, { tone: 'plain' | 'good' | 'unsure' | 'bad'; icon: IconName }> = {
  draft: { tone: 'plain', icon: 'pencil' },
  scheduled: { tone: 'plain', icon: 'clock' },
  due: { tone: 'unsure', icon: 'refresh' },
  attempting: { tone: 'unsure', icon: 'send' },
  published: { tone: 'good', icon: 'check' },
  'handed-over': { tone: 'unsure', icon: 'person' },
  done: { tone: 'good', icon: 'check' },
  skipped: { tone: 'plain', icon: 'minus' },
  failed: { tone: 'bad', icon: 'warning' },
  'needs-you': { tone: 'bad', icon: 'question' },
}
export const lookOf = (state: TargetState) => looks[state]

const whys = [
  'network-down',
  'no-answer',
  'network-slow',
  'held-up',
  'too-many',
  'password-wrong',
  'app-password-needed',
  'account-suspended',
  'address-refused',
  'login-unreadable',
  'account-removed',
  'text-too-long',
  'text-empty',
  'too-many-pictures',
  'picture-unreadable',
  'refused',
  'too-late',
  'interrupted',
  'not-seen',
  'demo',
] as const
type Why = (typeof whys)[number]
const known = (why: string): why is Why => (whys as readonly string[]).includes(why)

/** What happened and what to do about it; null where all is well. */
export const whyWords = ({ why }: Target) => {
  if (why === null) return null
  const key = known(why) ? why : 'refused'
  return { what: t(`publishing:why.${key}.what`), todo: t(`publishing:why.${key}.todo`) }
}

const missing = {
  'publishing.link-dead': 'publishing-link-dead',
  'links.no-public-address': 'links-no-public-address',
  'links.no-whatsapp': 'links-no-whatsapp',
} as const

/** Why a wished link is not in the text. */
export const missingLinkWords = ({ linkMissing }: Target) =>
  linkMissing !== null && linkMissing in missing ? t(`publishing:post.linkMissing.${missing[linkMissing as keyof typeof missing]}`) : null

const forWantOfLogin = ['password-wrong', 'app-password-needed', 'account-suspended', 'login-unreadable', 'account-removed']
export const wantsLogin = ({ why }: Target) => why !== null && forWantOfLogin.includes(why)

/** The first words of a post, as it is known by in a list. */
export const excerpt = ({ text }: Post, most = 90): string => firstWords(text, most) || t('publishing:post.noText')

/** Whether anything of it can still be changed, moved or taken back. */
export const isOpen = ({ targets }: Post) =>
  targets.length === 0 || targets.some(({ state }) => ['draft', 'scheduled', 'due', 'failed', 'handed-over'].includes(state))

export const inTrouble = ({ state }: Target) => state === 'failed' || state === 'needs-you'
