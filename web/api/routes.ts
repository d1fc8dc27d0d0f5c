import type { Api } from '#contract/api.ts'
import type { AnswerOf, RouteDefinition, SentBodyOf, SentQueryOf } from '#contract/route.ts'

// All of this happens in types only: zod stays on the server (it would cost a screen 20 KB).
type RoutesIn<T> = T extends RouteDefinition ? T : { [K in keyof T]: RoutesIn<T[K]> }[keyof T]
type KeyOf<R> = R extends RouteDefinition ? `${R['method']} ${R['path']}` : never

/** `'POST /api/shops/:shop/orders'`: every route of the contract by method and path. */
export type RouteKey = KeyOf<RoutesIn<Api>>
type Find<R, K extends string> = R extends RouteDefinition ? (KeyOf<R> extends K ? R : never) : never
export type RouteAt<K extends RouteKey> = Find<RoutesIn<Api>, K>

/** `{}`: what every object without a required property is wider than. */
type Nothing = Record<never, never>
type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never
// `:shop` is filled with the shop that the desk is at, unless another is named.
type ParamsIn<Names extends string> = [Exclude<Names, 'shop'>] extends [never]
  ? { params?: { shop?: string } }
  : { params: Record<Exclude<Names, 'shop'>, string> & { shop?: string } }
type QueryIn<Q> = [Q] extends [undefined] ? Nothing : Nothing extends Q ? { query?: Q } : { query: Q }
type BodyIn<B> = [B] extends [undefined] ? Nothing : { body: B }

/** What a call of this route takes. */
export type Input<K extends RouteKey> = ParamsIn<NamesIn<RouteAt<K>['path']>> &
  QueryIn<SentQueryOf<RouteAt<K>>> &
  BodyIn<SentBodyOf<RouteAt<K>>>
export type Answer<K extends RouteKey> = AnswerOf<RouteAt<K>>

/** The input may be left out where nothing in it is required. */
export type InputArguments<K extends RouteKey, More = unknown> =
  Nothing extends Input<K> ? [input?: Input<K> & More] : [input: Input<K> & More]
