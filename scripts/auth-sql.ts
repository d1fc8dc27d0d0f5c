// Prints the SQL of the logins' tables as better-auth would make them, for a new migration after its update:
// node scripts/auth-sql.ts <database-url>
import { getMigrations } from 'better-auth/db/migration'
import pg from 'pg'
import { makeAuth } from '#platform/auth'

const url = process.argv[2]
if (!url) throw new Error('Usage: node scripts/auth-sql.ts <database-url>')
const pool = new pg.Pool({ connectionString: url })
const auth = makeAuth({ pool, secret: 'only to print the tables, never to sign', publicUrl: null })
const { compileMigrations } = await getMigrations(auth.options)
console.log(await compileMigrations())
await pool.end()
