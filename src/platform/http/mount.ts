import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteDefinition } from '#contract/route.ts'
import { languages, type Language } from '#contract/values.ts'
import { languageOf } from '#platform/i18n'
import type { Clock } from '../clock/index.ts'
import type { Database } from '../db/index.ts'
import { isRefusal, refuse, type Refusal } from '../refusal/index.ts'
import type { Scopes } from '../scope/index.ts'
import type { Secrets } from '../secrets/index.ts'
import { earlierAnswer, keyedWrite, once, type Kept, type KeyedWrite } from './kept-answers.ts'
import type { Login } from './login.ts'
import { problemOf } from './problem.ts'
import type { Served } from './serve.ts'
import { mayBeSlow } from './slow-uploads.ts'

/** Who is calling, and what they are in a shop: answered by the auth part and the workspace module. */
export interface Gate {
  loginOf(request: FastifyRequest): Promise<Login | null>
  roleIn(workspaceId: string, loginId: string): Promise<'owner' | 'staff' | null>
}

export interface RouteHost {
  app: FastifyInstance
  scopes: Scopes
  database: Database
  clock: Clock
  gate: Gate
  /** Kept answers are sealed: they may carry what only the shop may read. */
  secrets: Pick<Secrets, 'seal' | 'open'>
  statuses: ReadonlyMap<string, number>
}

/** Registers every served route: who may, what comes in, one transaction a write, what goes out. */
export function mountRoutes(host: RouteHost, served: readonly Served[]): void {
  for (const one of served) mountRoute(host, one)
}

function mountRoute(host: RouteHost, served: Served): void {
  const { route } = served
  const { params, query, body } = route
  host.app.withTypeProvider<ZodTypeProvider>().route({
    method: route.method,
    url: route.path,
    schema: {
      summary: route.summary,
      tags: [route.path.split('/')[route.path.startsWith('/api/shops/:shop/') ? 4 : 2] ?? 'kicau'],
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(!(route.answer instanceof z.ZodVoid) && { response: { [route.method === 'POST' ? 201 : 200]: route.answer } }),
    },
    // What anyone may write makes a guest: as many as a room full of people may want, no more. A login's writes are its
    // own affair; those of guests are bounded together (apps/server.ts).
    ...(route.who === 'anyone' && route.method !== 'GET' && { config: { rateLimit: { max: 60, timeWindow: '1 hour' } } }),
    // Before the body is even read: a stranger learns nothing, not even that it would have been wrong.
    onRequest: async (request, reply) => {
      // What a shop is told is nobody else's: no proxy keeps it, nor the next one's browser on a shared phone. Files of the public say otherwise.
      void reply.header('cache-control', 'private, no-store')
      const admitted = await admit(host, route, request)
      if (isRefusal(admitted)) return sendProblem(host, request, reply, admitted)
      request.kicauAdmitted = admitted
      if (!route.upload) return
      // Some are read into memory as a whole.
      if (uploads.underWay >= MOST_UPLOADS) return sendProblem(host, request, reply, refuse('platform.too-many'))
      uploads.underWay++
      reply.raw.once('close', () => uploads.underWay--)
      mayBeSlow({ request: request.raw, response: reply.raw, tooSlow: () => problemOf(refuse('platform.too-slow'), host.statuses, languageFor(request)) })
    },
    handler: async (request, reply) => {
      const language = languageFor(request)
      const call = { params: request.params, query: request.query, body: request.body, language, request, reply }
      const result = await run(host, served, call)
      if (reply.sent || result === reply) return reply
      if (isRefusal(result)) return sendProblem(host, request, reply, result)
      const kept = result as Kept
      return reply.code(kept.status).send(kept.body)
    },
  })
}

const MOST_UPLOADS = 16
const uploads = { underWay: 0 }

interface Admitted {
  login: Login | null
  role: 'owner' | 'staff' | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, and what they are in the shop of the path. */
    kicauAdmitted?: Admitted
  }
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

async function admit(host: RouteHost, route: RouteDefinition, request: FastifyRequest): Promise<Admitted | Refusal> {
  const login = await host.gate.loginOf(request)
  if (route.who === 'anyone') return { login, role: null }
  if (!login) return refuse('platform.login-needed')
  // What was kept on a phone goes out as the one who tapped it, or not yet: phones are shared.
  const tappedBy = request.headers['kicau-login']
  if (tappedBy !== undefined && tappedBy !== login.id) return refuse('platform.login-needed')
  // Guests pass, and share what they look at: nothing of theirs takes room.
  if (login.guest && (route.notForGuests || route.upload)) return refuse('platform.not-for-guests')
  if (route.who === 'login') return { login, role: null }
  const { shop = '' } = request.params as { shop?: string }
  const role = UUID.test(shop) ? await host.gate.roleIn(shop, login.id) : null
  // A stranger is not told whether the shop exists; nor is staff told which routes are its owner's.
  if (!role || (route.who === 'owner' && role !== 'owner')) return refuse('platform.not-found')
  return { login, role }
}

function sendProblem(host: RouteHost, request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal, host.statuses, languageFor(request))
  return reply.code(problem.status).type('application/problem+json').send(problem)
}

interface AnyCall {
  params: unknown
  request: FastifyRequest
  reply: FastifyReply
}

async function run(host: RouteHost, { route, prepare, handle }: Served, call: AnyCall): Promise<unknown> {
  const { login, role } = call.request.kicauAdmitted!
  const ask = async (more: object) => presented(route, call.reply, await handle({ ...call, login, role, ...more } as never))
  if (route.who === 'anyone' || !login) return ask({})

  const writes = route.method !== 'GET'
  const keyed = writes && !route.upload ? keyedWrite(call.request, login.id, `${route.method} ${route.path}`, host.clock.now()) : null
  const { shop } = call.params as { shop: string }
  if (!writes) return ask(route.who === 'login' ? {} : { scope: host.scopes.reading(shop) })
  let prepared: unknown
  if (prepare) {
    const earlier = keyed && (await earlierAnswer(host.database.writer, host.secrets, keyed))
    if (earlier) return earlier
    prepared = await prepare({ ...call, login, role, scope: host.scopes.reading(shop) } as never)
    if (isRefusal(prepared)) return prepared
  }
  return undoable((undo) =>
    host.database.writer.transaction().execute((db) => {
      const within = (workspaceId: string) => host.scopes.within(db, workspaceId, { kind: 'login', id: login.id })
      return undo(keep(host, db, keyed, () => ask(route.who === 'login' ? { within, db } : { scope: within(shop), prepared })))
    }),
  )
}

/** The contract is the only way out: a field it does not name never leaves. */
function presented(route: RouteDefinition, reply: FastifyReply, result: unknown): unknown {
  if (reply.sent || result === reply || isRefusal(result)) return result
  if (result === undefined || route.answer instanceof z.ZodVoid) return { status: 204, body: undefined } satisfies Kept
  return { status: route.method === 'POST' ? 201 : 200, body: route.answer.parse(result) } satisfies Kept
}

async function keep(host: RouteHost, db: Kysely<{}>, keyed: KeyedWrite | null, work: () => Promise<unknown>): Promise<unknown> {
  if (!keyed) return work()
  return once(db, host.secrets, keyed, async () => {
    const result = await work()
    if (isRefusal(result)) throw new Undo(result)
    return result as Kept
  })
}

/** A refusal must undo what the command wrote before it found out; throwing is how a transaction is undone. */
class Undo extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

async function undoable(work: (undo: (result: Promise<unknown>) => Promise<unknown>) => Promise<unknown>): Promise<unknown> {
  try {
    return await work(async (result) => {
      const settled = await result
      if (isRefusal(settled)) throw new Undo(settled)
      return settled
    })
  } catch (failure) {
    if (failure instanceof Undo) return failure.refusal
    throw failure
  }
}

/** `?lang=` first (pages and links carry it), then Accept-Language. */
export function languageFor(request: FastifyRequest): Language {
  const asked = (request.query as { lang?: string } | undefined)?.lang
  if (asked && (languages as readonly string[]).includes(asked)) return asked as Language
  return languageOf(request.headers['accept-language'])
}
