import { randomBytes } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '#contract/values.ts'
import { textsIn } from '#platform/i18n'
import { isAway } from '../db/index.ts'
import { refuse, type Refusal } from '../refusal/index.ts'
import { languageFor } from './mount.ts'
import { problemOf } from './problem.ts'

interface ValidationIssue {
  instancePath: string
  /** Zod's code of what is wrong. */
  keyword?: string
}

/**
 * Turns what Fastify, zod and PostgreSQL throw into problems in the reader's language. A bug answers 500 with a
 * number that also stands in the log, and nothing of what broke.
 */
export function explainFailures(app: FastifyInstance, statuses: ReadonlyMap<string, number>): void {
  const send = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => {
    const problem = problemOf(refusal, statuses, languageFor(request))
    return reply.code(problem.status).type('application/problem+json').send(problem)
  }

  app.setErrorHandler((error: FastifyError & { validation?: ValidationIssue[] }, request, reply) => {
    const known = refusalFor(error, languageFor(request))
    // Whoever runs Kicau has to know as well.
    if (known?.refused === 'platform.disk-full') request.log.error({ url: request.routeOptions.url, method: request.method, error: error.message }, 'nothing was saved: the disk is full')
    if (known) return send(request, reply, known)
    const reference = randomBytes(4).toString('hex')
    request.log.error({ reference, url: request.routeOptions.url, method: request.method, error: error.stack }, 'a request failed')
    return send(request, reply, refuse('platform.broken', { values: { reference } }))
  })

  app.setNotFoundHandler((request, reply) => leadNowhere(statuses)(null, request, reply))
}

/** For a path to nothing, or one that can't be read at all: the same words. */
export const leadNowhere = (statuses: ReadonlyMap<string, number>) => (_error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const problem = problemOf(refuse('platform.not-found'), statuses, languageFor(request))
  void reply.code(problem.status).type('application/problem+json').send(problem)
}

function refusalFor(error: FastifyError & { validation?: ValidationIssue[] }, language: Language): Refusal | null {
  const texts = textsIn(language)
  const unreadable = (detail: string, where?: string) => refuse('platform.input-unreadable', { where, values: { detail } })

  if (error.validation) {
    // A path that names nothing possible is a path to nothing.
    if (error.validationContext === 'params') return refuse('platform.not-found')
    const [issue] = error.validation
    const where = issue?.instancePath.replace(/^\//, '').replaceAll('/', '.') || String(error.validationContext ?? 'body')
    // Where people fill it in themselves, it is called what it is called there.
    const called = { where: texts.optional(`platform:fields.${where}`) ?? where }
    return unreadable(texts.optional(`platform:input.${issue?.keyword}`, called) ?? texts('platform:input.other', called), where)
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuse('platform.too-large', { values: { most: '1 MB' } })
    case 'FST_REQ_FILE_TOO_LARGE':
      return refuse('platform.too-large', { values: { most: '30 MB' } })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
    case 'FST_FILES_LIMIT':
    case 'FST_FIELDS_LIMIT':
    case 'FST_PARTS_LIMIT':
      return unreadable(texts('platform:input.media'))
    case 'FST_MP_PREMATURE_CLOSE':
      return unreadable(texts('platform:input.cut'))
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'KICAU_JSON':
      return unreadable(texts('platform:input.json'))
    case 'KICAU_UTF8':
    // PostgreSQL's own words for a letter that no text of its may hold (NUL, half a surrogate pair).
    case '22021':
    case '22P05':
      return unreadable(texts('platform:input.utf8'))
  }
  if (isDiskFull(error)) return refuse('platform.disk-full')
  if (error.statusCode === 429) return refuse('platform.too-many')
  // The reader of uploads throws without a code: the body ends before its last part does, or names no boundary between them.
  if (/\bmultipart\b|malformed part header/i.test(error.message)) return unreadable(texts('platform:input.cut'))
  return isAway(error) ? refuse('platform.unavailable') : null
}

/** PostgreSQL's word for it, or the system's about a file of our own. */
const isDiskFull = ({ code }: { code?: string }): boolean => code === '53100' || code === 'ENOSPC' || code === 'EDQUOT'

/**
 * Reads JSON strictly: a byte that is no UTF-8, or half of a surrogate pair, is refused where JSON.parse alone would put a � in its place,
 * or hand on what no column of JSON takes.
 */
export function readJsonStrictly(app: FastifyInstance): void {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    const bytes = body as Buffer
    if (bytes.length === 0) return done(null, undefined)
    let text: string
    try {
      text = decoder.decode(bytes)
    } catch {
      return done(brokenLetters())
    }
    let read: unknown
    try {
      read = JSON.parse(text, withoutPrototypes)
    } catch (failure) {
      // Half a million brackets within each other are too deep for who reads them name by name.
      return done(failure instanceof SyntaxError || failure instanceof RangeError ? Object.assign(new Error('broken JSON'), { code: 'KICAU_JSON', statusCode: 400 }) : (failure as Error))
    }
    done(null, read)
  })
}

const brokenLetters = () => Object.assign(new Error('broken UTF-8'), { code: 'KICAU_UTF8', statusCode: 400 })

function withoutPrototypes(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) throw brokenLetters()
  return key === '__proto__' ? undefined : value
}
