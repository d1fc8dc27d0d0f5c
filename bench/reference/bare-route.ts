import Fastify from 'fastify'

// What intake is measured against: Fastify as it comes, one route that reads the body and answers 204 at once.

const app = Fastify()
app.post('/t/hit', (_request, reply) => {
  reply.code(204).send()
})
await app.listen({ port: 0, host: '127.0.0.1' })
process.send!({ port: (app.server.address() as { port: number }).port })
process.once('disconnect', () => process.exit(0))
