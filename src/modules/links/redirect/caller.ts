import type { FastifyRequest } from 'fastify'
import { wishesOf, type Caller } from '#modules/analytics'

/** As much of a request as tells who asks. */
export type Asked = Pick<FastifyRequest, 'method' | 'headers' | 'ip'>

/** HEAD and what browsers fetch ahead are no click. Bots the intake knows by their name. */
export function isNoPerson({ method, headers }: Pick<Asked, 'method' | 'headers'>): boolean {
  if (method === 'HEAD') return true
  const ahead = headers['sec-purpose'] ?? headers.purpose ?? headers['x-moz']
  return ahead !== undefined && /prefetch|prerender|preview/i.test(String(ahead))
}

/**
 * A class and no literal: of a literal's objects V8 counts how many outlive a collection, and where most do (in the first busy
 * second all, each waits ten milliseconds) it makes them from then on among what is old, where they and their texts stay until the next full collection.
 */
class Opener implements Caller {
  readonly ip: string
  readonly userAgent: string
  readonly referrer: string | undefined
  readonly language: string | undefined
  readonly doNotTrack: boolean
  readonly own: boolean

  constructor({ ip, headers }: Asked) {
    this.ip = ip
    this.userAgent = headers['user-agent'] ?? ''
    this.referrer = headers.referer
    this.language = headers['accept-language']
    // Who is signed in to the desk tries a link out; on a small shop's figures a few of those weigh.
    const { own, doNotTrack } = wishesOf(headers)
    this.own = own
    this.doNotTrack = doNotTrack
  }
}

export const callerOf = (asked: Asked): Caller => new Opener(asked)
