import type { z } from 'zod'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call a route. `anyone`: no login. `login`: any signed-in login.
 * `member`, `owner`: a member (an owner) of the shop named by `:shop` in the path; everyone else gets 404.
 */
export type Who = 'anyone' | 'login' | 'member' | 'owner'

export interface RouteDefinition {
  method: Method
  /** Fastify's spelling; a shop's routes begin with `/api/shops/:shop/`. */
  path: `/${string}`
  who: Who
  /** One sentence, shown in the OpenAPI document. */
  summary: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** What a success answers with; `noContent` for 204. */
  answer: z.ZodType
  /** Not for guests of the demo: what strangers outside would see, or what takes room. */
  notForGuests?: true
  /** Only where the body is no JSON: the route reads a multipart upload itself. */
  upload?: true
}

/** Keeps the literal types of method and path, from which the web's client infers its calls. */
export const route = <const R extends RouteDefinition>(definition: R): R => definition

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined

/** What a handler reads. */
export type ParamsOf<R extends RouteDefinition> = Parsed<R['params']>
export type QueryOf<R extends RouteDefinition> = Parsed<R['query']>
export type BodyOf<R extends RouteDefinition> = Parsed<R['body']>
/** What a caller sends, and what it gets. */
export type SentQueryOf<R extends RouteDefinition> = Sent<R['query']>
export type SentBodyOf<R extends RouteDefinition> = Sent<R['body']>
export type AnswerOf<R extends RouteDefinition> = z.output<R['answer']>
