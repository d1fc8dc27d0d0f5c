import type { Channel } from '#contract/channels.ts'
import type { SaveUtmTemplate } from '#contract/utm-templates.ts'

const marks = ['source', 'medium', 'campaign', 'content', 'term'] as const
export type UtmMarks = Pick<SaveUtmTemplate, (typeof marks)[number]>

export const isEmpty = (template: UtmMarks): boolean => marks.every((mark) => template[mark] === '')

/** The address with a template's marks; what it says of itself already stays as it is. */
export function withUtm(href: string, template: UtmMarks, channel: Channel): string {
  const url = new URL(href)
  for (const mark of marks) {
    const value = template[mark].replaceAll('{channel}', channel)
    if (value !== '' && !url.searchParams.has(`utm_${mark}`)) url.searchParams.set(`utm_${mark}`, value)
  }
  return url.href
}
