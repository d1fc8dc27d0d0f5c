import type { Adapter } from '../../adapter.ts'
import { lines, type HandOverLine } from './lines.ts'

/** A network that a person posts to: Kicau reminds, with the text, the pictures and a link that opens the app. */
export function handOver(network: keyof typeof lines): Adapter {
  const { name, channel, text, images, links, opens }: HandOverLine = lines[network]
  return {
    manifest: {
      network,
      name,
      way: 'hand-over',
      channel,
      text: { most: text, unit: 'characters', mostBytes: null },
      images: { most: images.most, needed: images.needed ?? false, mostBytes: null, mostSide: 4096, alt: images.alt ?? false },
      links,
      connect: { password: 'none', server: null },
    },
    deepLink: (about) => (opens ? filled(opens, about) : null),
  }
}

/** `{text}` and `{server}` (what follows the second @ of a handle) are put in, encoded; null where one is missing. */
function filled(template: string, { text, handle }: { text: string; handle: string }): string | null {
  const server = /^@?[^@\s]+@([a-z0-9.-]+)$/i.exec(handle)?.[1]
  if (template.includes('{server}') && !server) return null
  return template.replace('{server}', server ?? '').replace('{text}', encodeURIComponent(text))
}
