import type { Invitation } from '#contract/team.ts'
import { me } from '$api/me.svelte'

/** The whole link: under the address others reach Kicau by, else the one it is open at. */
export const linkOf = ({ path }: Pick<Invitation, 'path'>): string => `${me.publicUrl ?? location.origin}${path}`
