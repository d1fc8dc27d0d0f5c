import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { rememberedBy } from '#platform/remembered'
import { ACROSS } from '../model.ts'
import { wishesOf } from './counts-me.ts'

const BUILT = join(import.meta.dirname, '../../../../.build/tracker/kicau.json')

/** What `tracker/build.ts` writes: the script for every choice of add-ons. */
interface Parts {
  addOns: readonly string[]
  scripts: Record<string, string>
}

/** What a site's tracker is put together from. */
export interface TrackerWords {
  /** Null where the page itself says whose it is (`data-site`). */
  key: string | null
  without: readonly string[]
  /** Goals that the page tells: a CSS selector, words in what it picks, the goal's name. */
  goals: readonly (readonly [selector: string, words: string, name: string])[]
  /** Where the shop's other sites stand: a pattern of an address's host and path; '' where there are none. */
  others: string
}

interface TrackerFile {
  answer(request: FastifyRequest, reply: FastifyReply, words: TrackerWords): FastifyReply
}

const MOST_REMEMBERED = 500
/** Goals by attribute need no goal of the site's own. */
const BY_ATTRIBUTE = ['[data-kicau-goal]', ''] as const

/** The tracker as each site needs it; a page that has it asks again after an hour, and mostly gets its 304. */
export function openTrackerFile(file = BUILT): TrackerFile {
  let parts: Parts | undefined
  const fileOf = rememberedBy<TrackerWords, { plain: Buffer; zipped: Buffer; etag: string }>(MOST_REMEMBERED, (words) => JSON.stringify(words), (words) => {
    parts ??= JSON.parse(readFileSync(file, 'utf8')) as Parts
    const plain = Buffer.from(scriptOf(parts, words))
    return { plain, zipped: gzipSync(plain, { level: 9 }), etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 16)}"` }
  })

  return {
    answer: (request, reply, asked) => {
      // Whoever is not counted has no number written to a link either, by their browser's wish or by a cookie of Kicau's own pages;
      // what passes the script on to others must not pass on theirs.
      const { own, doNotTrack } = wishesOf(request.headers)
      const words = asked.others !== '' && (own || doNotTrack) ? { ...asked, others: '' } : asked
      const { plain, zipped, etag } = fileOf(words)
      const whose = asked.others !== '' ? 'private' : 'public'
      reply.headers({ 'cache-control': `${whose}, max-age=3600, stale-while-revalidate=604800`, etag, vary: `accept-encoding, dnt, sec-gpc${asked.others === '' ? '' : ', cookie'}`, 'content-type': 'text/javascript; charset=utf-8' })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      const zips = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
      return zips ? reply.header('content-encoding', 'gzip').send(zipped) : reply.send(plain)
    },
  }
}

function scriptOf({ addOns, scripts }: Parts, { key, without, goals, others }: TrackerWords): string {
  const chosen = addOns.filter((addOn) => !without.includes(addOn) && (addOn !== ACROSS || others !== ''))
  // Functions, since a text to put in would have its dollar signs read.
  return scripts[chosen.join(' ')]!
    .replace('KICAU_SITE', () => JSON.stringify(key))
    .replace('KICAU_GOALS', () => JSON.stringify([BY_ATTRIBUTE, ...goals]))
    .replace('KICAU_OTHERS', () => `/${others}/`)
}
