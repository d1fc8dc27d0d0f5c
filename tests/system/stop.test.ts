import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { newMember, startKicau } from '../harness/index.ts'

test('Ctrl+C ends Kicau while desks are open, and a connection that a browser opened ahead', async () => {
  const kicau = await startKicau()
  try {
    const owner = await newMember(kicau.url, 'Tini')
    const listening = await fetch(`${kicau.url}/api/shops/${owner.shop}/live`, { headers: { cookie: owner.cookie } })
    expect(listening.headers.get('content-type')).toBe('text/event-stream')
    const ahead = connect(kicau.port, '127.0.0.1')
    await new Promise((resolve) => ahead.once('connect', resolve))
    const ended = new Promise((resolve) => kicau.process.once('exit', resolve))
    kicau.process.kill('SIGINT')
    expect(await ended).toBe(0)
    // The desk hears of it by the end of its stream, and asks again.
    expect(await listening.text()).toContain('retry:')
    ahead.destroy()
  } finally {
    await kicau.kill()
    await kicau.remove()
  }
}, 60_000)
