import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { readProxies } from './proxies.ts'
import { readSettings, WrongSettings } from './settings.ts'

/** Who asks, as the house has it, when `socket` calls and says that it was forwarded. */
async function caller(setting: string, socket: string, forwarded?: string): Promise<string> {
  const app = Fastify({ trustProxy: readProxies(setting) ?? false })
  app.get('/', (request) => request.ip)
  const { body } = await app.inject({ url: '/', remoteAddress: socket, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } })
  return body
}

test.each([
  ['nobody is trusted', '', '127.0.0.1', '36.70.1.1', '127.0.0.1'],
  ['0 is nobody', '0', '127.0.0.1', '36.70.1.1', '127.0.0.1'],
  ['a proxy near', '1', '127.0.0.1', '36.70.1.1', '36.70.1.1'],
  ['a proxy near that says nothing', '1', '172.18.0.2', undefined, '172.18.0.2'],
  ['what the visitor wrote before it counts for nothing', '1', '127.0.0.1', '8.8.8.8, 36.70.1.1', '36.70.1.1'],
  ['an address of ours that the visitor wrote neither', '1', '127.0.0.1', '10.0.0.1, 36.70.1.1', '36.70.1.1'],
  ['two proxies near, one behind the other', '1', '127.0.0.1', '8.8.8.8, 36.70.1.1, 10.0.0.7', '36.70.1.1'],
  ['who calls from outside is no proxy', '1', '36.70.1.9', '8.8.8.8', '36.70.1.9'],
  ['a server of others before ours, untold', '1', '10.0.0.1', '36.70.1.1, 203.0.113.7', '203.0.113.7'],
  ['a server of others before ours, told', '1, 203.0.113.0/24', '10.0.0.1', '36.70.1.1, 203.0.113.7', '36.70.1.1'],
  ['only what is named', '203.0.113.7', '127.0.0.1', '36.70.1.1', '127.0.0.1'],
  ['IPv6', '2001:db8::/32 ::1', '::1', '2400:cb00::9, 2001:db8:1::2', '2400:cb00::9'],
  ['IPv4 written as IPv6', '1', '::ffff:127.0.0.1', '36.70.1.1', '36.70.1.1'],
])('%s', async (_what, setting, socket, forwarded, expected) => {
  expect(await caller(setting, socket, forwarded)).toBe(expected)
})

test.each(['yes', '2', '10.0.0.0/33', '::/129', 'proxy.example', '10.0.0.1/', '1 nginx'])('%s is said to be wrong', (setting) => {
  expect(() => readSettings({ TRUST_PROXY: setting })).toThrow(WrongSettings)
})
