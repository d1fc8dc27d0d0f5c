import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, RouteDefinition } from '#contract/route.ts'
import type { Language } from '#contract/values.ts'
import type { Refusal } from '../refusal/index.ts'
import type { ReadScope, WriteScope } from '../scope/index.ts'
import type { Login } from './login.ts'

interface Call<R extends RouteDefinition> {
  params: ParamsOf<R>
  query: QueryOf<R>
  body: BodyOf<R>
  /** The reader's language, for answers that carry words. */
  language: Language
  request: FastifyRequest
  reply: FastifyReply
}

/** What a handler of a shop's route gets: a scope that reads for GET, one in a transaction for everything else. */
export interface ShopCall<R extends RouteDefinition> extends Call<R> {
  scope: R['method'] extends 'GET' ? ReadScope : WriteScope
  login: Login
  role: 'owner' | 'staff'
}

/** Routes of a login that stand outside any shop. */
export interface LoginCall<R extends RouteDefinition> extends Call<R> {
  login: Login
  /** A shop inside the write's own transaction, so that it stands or falls with the Idempotency-Key; not for GET. */
  within: R['method'] extends 'GET' ? never : (workspaceId: string) => WriteScope
  /** That transaction, for what is asked across shops: a write that takes a second connection may wait for ever, with a dozen of its like. */
  db: R['method'] extends 'GET' ? never : Kysely<{}>
}

/** Routes open to anyone; `login` when there is one. */
export interface PublicCall<R extends RouteDefinition> extends Call<R> {
  login: Login | null
}

export type CallOf<R extends RouteDefinition> = R['who'] extends 'member' | 'owner'
  ? ShopCall<R>
  : R['who'] extends 'login'
    ? LoginCall<R>
    : PublicCall<R>

type Answer<R extends RouteDefinition> = AnswerOf<R> | Refusal

/** A route with what answers it. A returned refusal rolls back the transaction and becomes a problem. */
export interface Served {
  route: RouteDefinition
  /** Done before the transaction opens. */
  prepare?(call: never): Promise<unknown>
  handle(call: never): Promise<unknown>
}

/** What `prepare` of a shop's write gets: it may read, and nothing is open yet. */
type PreparingCall<R extends RouteDefinition> = Omit<ShopCall<R>, 'scope'> & { scope: ReadScope }

export const serve = <const R extends RouteDefinition>(
  route: R,
  handle: (call: CallOf<R>) => Promise<Answer<R>> | Answer<R>,
): Served => ({ route, handle: async (call) => handle(call) })

/**
 * As `serve`, for a shop's write that waits for somebody outside (an upload that comes in, a network that is signed in
 * to): `prepare` does the waiting before the transaction opens, so that nobody slow holds a connection to the store;
 * `handle` gets what it brought. Its refusal ends the call. It is left out where the Idempotency-Key was answered before.
 */
export const servePrepared = <const R extends RouteDefinition, P>(
  route: R,
  prepare: (call: PreparingCall<R>) => Promise<P>,
  handle: (call: CallOf<R> & { prepared: Exclude<P, Refusal> }) => Promise<Answer<R>> | Answer<R>,
): Served => ({ route, prepare: async (call) => prepare(call), handle: async (call) => handle(call) })

/** As `serve`, for answers that are no JSON (a page, a file, a redirect): the handler writes the reply itself. */
export const servePublic = <const R extends RouteDefinition>(
  route: R,
  handle: (call: CallOf<R>) => Promise<FastifyReply | Refusal>,
): Served => ({ route, handle: async (call) => handle(call) })
