import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '#contract/api.ts'
import type { RouteDefinition } from '#contract/route.ts'
import { newMember, startKicau, type Member, type RunningKicau } from '../harness/index.ts'
import { addressOf } from './address.ts'

let kicau: RunningKicau
let owner: Member
let stranger: Member

beforeAll(async () => {
  kicau = await startKicau()
  owner = await newMember(kicau.url, 'Tini')
  stranger = await newMember(kicau.url, 'Orang lain')
}, 120_000)
afterAll(() => kicau.remove())

const routes: RouteDefinition[] = Object.values(api).flatMap((module) => Object.values<RouteDefinition>(module))
const ofShops = routes.filter((route) => route.who === 'member' || route.who === 'owner')

test('there are routes to try', () => {
  expect(ofShops.length).toBeGreaterThan(40)
  for (const route of ofShops) expect(route.path).toContain('/api/shops/:shop/')
})

test.each(ofShops.map((route) => [`${route.method} ${route.path}`, route] as const))("%s does not exist for another shop's login", async (_name, route) => {
  const answer = await stranger.call(route.method, addressOf(route, owner.shop), route.method === 'GET' || route.upload ? undefined : {}, route.upload ? { 'content-type': 'multipart/form-data; boundary=x' } : {})
  expect(answer.status).toBe(404)
})

test.each(ofShops.map((route) => [`${route.method} ${route.path}`, route] as const))('%s asks for a login', async (_name, route) => {
  const answer = await fetch(`${kicau.url}${addressOf(route, owner.shop)}`, { method: route.method })
  expect(answer.status).toBe(401)
})

test('a short link that was opened a moment ago is answered with all that the house puts on an answer', async () => {
  const { body } = await owner.call('POST', '/links', { kind: 'shop-page', channel: 'card' })
  const open = async (method: 'GET' | 'HEAD') => {
    const answer = await fetch(`${kicau.url}/l/${(body as { code: string }).code}`, { method, redirect: 'manual' })
    const headers = new Map(answer.headers)
    // The connection is its caller's matter: a HEAD of Node's fetch closes it.
    for (const name of ['date', 'connection', 'keep-alive']) headers.delete(name)
    return { status: answer.status, headers }
  }
  const first = await open('GET')
  expect(first.status).toBe(302)
  expect(first.headers.get('x-content-type-options')).toBe('nosniff')
  // The second is answered ahead of routes and hooks; HEAD never is.
  expect(await open('GET')).toEqual(first)
  expect(await open('HEAD')).toEqual(first)
})
