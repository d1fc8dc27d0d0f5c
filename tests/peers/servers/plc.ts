// A PLC directory in memory. `node plc.ts <port>`; prints "ready" and stays.
import { Database, PlcServer } from '@did-plc/server'

const port = Number(process.argv[2])
const server = PlcServer.create({ db: Database.mock(), port })
await server.start()
console.log('ready')
// Whoever started it holds the other end: when that is gone, so is this.
process.stdin.resume().on('close', () => process.exit())
