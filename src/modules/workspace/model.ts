import type { Worth } from '#contract/workspace.ts'

/** What an hour is worth, in the smallest unit, rounded to the nearest: $10 × 30 min × 260 weekdays is $1,300 a year. */
export const hourlyOf = (worth: Worth): number =>
  worth.by === 'wage' ? worth.hourly : Math.round(worth.yearly / worth.hours)

const ZONES = {
  ID: ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
  MY: ['Asia/Kuala_Lumpur'],
} as const

export const zoneFits = (country: 'ID' | 'MY', zone: string): boolean => (ZONES[country] as readonly string[]).includes(zone)

/** A slug from a shop's name: `Sambal Bu Tini` → `sambal-bu-tini`; empty where the name has no letter of ours. */
export const slugFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
