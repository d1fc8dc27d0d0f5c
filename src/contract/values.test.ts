import { expect, test } from 'vitest'
import { Day, Instant, Month } from './values.ts'

test.each([
  ['Day', Day, ['2026-11-29', '1970-01-01', '2999-12-31', '2024-02-29'], ['0001-01-01', '1969-12-31', '9999-12-31', '2026-02-30', '26-11-29', '2026-11-29T10:00:00Z']],
  ['Month', Month, ['2026-11', '1970-01'], ['0001-01', '9999-12', '2026-13', '2026-1']],
  ['Instant', Instant, ['2026-11-29T10:00:00Z', '2026-11-29T10:00:00.123Z'], ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-11-29', '2026-11-29T10:00:00+07:00']],
])('%s is one that engines and reckonings hold', (_name, schema, can, cannot) => {
  for (const text of can) expect(schema.safeParse(text).success, text).toBe(true)
  for (const text of cannot) expect(schema.safeParse(text).success, text).toBe(false)
})
