import { expect, inject, test } from 'vitest'
import { readSettings } from '#platform/config'
import { textsIn } from '#platform/i18n'
import { ownEngineProblem } from './own-engines.ts'

const texts = textsIn('id')
const problemOf = (environment: Record<string, string>) => ownEngineProblem(readSettings(environment), texts)

test('a ClickHouse that answers, and takes neither this password nor this database, is told before anything starts', async () => {
  const { url, username, password, database } = inject('engines').clickhouse
  const { host } = new URL(url)
  const at = (secret: string, name: string) => problemOf({ CLICKHOUSE_URL: `http://${username}:${secret}@${host}/${name}` })
  expect(await at(password, database)).toBeNull()
  expect(await at('wrong', database)).toMatch(new RegExp(`^ClickHouse di ${host} .*Authentication failed`))
  expect(await at(password, 'nothing')).toContain('Database nothing does not exist. Pastikan')
})

test('of two that do not answer both are told', async () => {
  const both = await problemOf({ DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/b', CLICKHOUSE_URL: 'http://a:secret@127.0.0.1:1/b' })
  expect(both!.split('\n').map((line) => line.split(' ', 3).join(' '))).toEqual(['PostgreSQL di 127.0.0.1:1', 'ClickHouse di 127.0.0.1:1'])
  expect(both).not.toContain('secret')
})
