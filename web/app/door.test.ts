import { describe, expect, it } from 'vitest'
import type { Login, Shop } from '$api/me.svelte'
import { doorFor, standsAlone } from './door'

const login = {} as Login
const shop = {} as Shop

describe('doorFor', () => {
  it('sends who has not signed in to the login, and lets them look at the demo', () => {
    expect(doorFor('/payback', { login: null, shop: null })).toBe('/login')
    expect(doorFor('/login', { login: null, shop: null })).toBeNull()
    expect(doorFor('/demo', { login: null, shop: null })).toBeNull()
    expect(doorFor('/invite/x', { login: null, shop: null })).toBeNull()
    expect(doorFor('/invite/x', { login, shop })).toBeNull()
  })

  it('sends who has no shop yet to the beginning', () => {
    expect(doorFor('/today', { login, shop: null })).toBe('/begin')
    expect(doorFor('/begin', { login, shop: null })).toBeNull()
  })

  it('opens the day for who has both', () => {
    expect(doorFor('/', { login, shop })).toBe('/today')
    expect(doorFor('/login', { login, shop })).toBe('/today')
    expect(doorFor('/begin', { login, shop })).toBeNull()
    expect(doorFor('/orders/new', { login, shop })).toBeNull()
  })

  it('does not take a longer name for a shorter one', () => {
    expect(standsAlone('/begin')).toBe(true)
    expect(standsAlone('/beginnings')).toBe(false)
  })
})
