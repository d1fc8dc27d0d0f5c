import type { FastifyInstance } from 'fastify'
import { qrPng } from '#modules/links'
import type { Database } from '#platform/db'
import type { Scopes } from '#platform/scope'
import type { MediaStore } from '#platform/storage'
import { readButtonCode } from '../commands/buy-buttons.ts'
import { isOpen } from '../model/payment.ts'
import { buyButtonByCode, paymentByToken } from '../queries/buy-buttons.ts'

/** The pictures of pay pages: a button's own, and the code of a payment for whoever holds the phone that they would scan with. */
export const payPicturesPlugin =
  ({ database, scopes, media }: { database: Pick<Database, 'reader'>; scopes: Scopes; media: Pick<MediaStore, 'read'> }) =>
  async (app: FastifyInstance): Promise<void> => {
    const buttonOf = async (text: string) => {
      const code = readButtonCode(text)
      return code === null ? null : buyButtonByCode(database.reader, code)
    }
    app.get<{ Params: { code: string }; Querystring: { v?: string } }>('/b/:code/picture', { schema: { hide: true } }, async (request, reply) => {
      const button = await buttonOf(request.params.code)
      const found = button?.picture ? await media.read(button.picture) : null
      if (!found) return reply.code(404).header('cache-control', 'no-store').send()
      const keep = request.query.v ? 'public, max-age=31536000, immutable' : 'public, max-age=300'
      return reply.headers({ 'cache-control': keep, 'x-content-type-options': 'nosniff', 'content-length': found.bytes }).type(found.type).send(found.stream)
    })
    app.get<{ Params: { code: string; token: string } }>('/b/:code/:token/qr.png', { schema: { hide: true }, config: { rateLimit: { max: 60, timeWindow: '1 minute' } } }, async (request, reply) => {
      const button = await buttonOf(request.params.code)
      const row = button && (await paymentByToken(scopes.reading(button.workspaceId), button.buttonId, request.params.token))
      if (!row?.qr || !isOpen(row.state)) return reply.code(404).header('cache-control', 'no-store').send()
      return reply
        .headers({ 'cache-control': 'no-store', 'content-disposition': `attachment; filename="qr-${row.reference}.png"` })
        .type('image/png')
        .send(await qrPng(row.qr))
    })
  }
