import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PayProvider } from '#contract/pay-accounts.ts'
import { MIDTRANS_LOGIN, midtransStandIn } from './midtrans/stand-in.ts'
import type { StandIn } from './stand-in.ts'
import { STRIPE_LOGIN, stripeStandIn } from './stripe/stand-in.ts'
import { XENDIT_LOGIN, xenditStandIn } from './xendit/stand-in.ts'
import { sealed } from './static-qr/emv.ts'

export const logins: Record<Exclude<PayProvider, 'static-qr'>, { key: string; callSecret?: string }> = { stripe: STRIPE_LOGIN, midtrans: MIDTRANS_LOGIN, xendit: XENDIT_LOGIN }

/** `lost`: it is done, and the answer is cut off. `down`: a broken server. `not-there`: the line is cut before it is read. */
export type LineFault = 'lost' | 'down' | 'not-there'

export interface Providers {
  /** As the setting has it. */
  servers: Record<string, string>
  of: Record<Exclude<PayProvider, 'static-qr'>, StandIn>
  /** What happens to the next POST. */
  fault: LineFault | null
  /** And to every look. */
  deaf: boolean
  asked: string[]
  close(): Promise<void>
}

/** The providers' servers on this machine, one address below each name. */
export async function startProviders(now: () => Date): Promise<Providers> {
  const of = { stripe: stripeStandIn(now), midtrans: midtransStandIn(now), xendit: xenditStandIn(now) }
  const server = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const url = new URL(request.url!, 'http://stand-in')
      const [, kind, ...rest] = url.pathname.split('/') as [string, keyof typeof of, ...string[]]
      providers.asked.push(`${request.method} /${rest.join('/')}`)
      if (request.method !== 'POST' && providers.deaf) return void request.socket.destroy()
      const fault = request.method === 'POST' ? providers.fault : null
      if (fault !== null) providers.fault = null
      if (fault === 'not-there') return void request.socket.destroy()
      const { status, body } = of[kind].answer({
        method: request.method!,
        path: `/${rest.join('/')}`,
        query: url.searchParams,
        headers: request.headers as Record<string, string | undefined>,
        body: Buffer.concat(parts).toString('utf8'),
      })
      if (fault === 'lost') return void request.socket.destroy()
      reply.writeHead(fault === 'down' ? 502 : status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const at = (kind: string) => `http://127.0.0.1:${port}/${kind}`
  const providers: Providers = {
    servers: { stripe: at('stripe'), midtrans: at('midtrans'), xendit: at('xendit') },
    of,
    fault: null,
    deaf: false,
    asked: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return providers
}

/** A shop's own QR code, as its bank prints it: QRIS, or DuitNow QR. */
export const stickerOf = (name: string, country: 'ID' | 'MY' = 'ID'): string =>
  sealed([
    { tag: '00', value: '01' },
    { tag: '01', value: '11' },
    { tag: '26', value: country === 'ID' ? '0014COM.GO-JEK.WWW' : '0014A00000061500010106890053' },
    { tag: '52', value: '5812' },
    { tag: '53', value: country === 'ID' ? '360' : '458' },
    { tag: '58', value: country },
    { tag: '59', value: name },
    { tag: '60', value: 'YOGYAKARTA' },
  ])
