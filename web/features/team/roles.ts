import type { Role } from '#contract/team.ts'
import type { t as translate } from '$i18n/words.svelte'

const roles: readonly Role[] = ['staff', 'owner']

/** What each role may, to choose from. */
export const rolesOf = (t: typeof translate) => roles.map((role) => ({ value: role, label: t(`team:roles.${role}`), hint: t(`team:member.${role}Hint`) }))
