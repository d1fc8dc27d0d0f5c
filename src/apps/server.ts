import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { jsonSchemaTransform, validatorCompiler } from 'fastify-type-provider-zod'
import { api } from '#contract/api.ts'
import type { RouteDefinition } from '#contract/route.ts'
import { dropInPaths, networkOf } from '#modules/analytics'
import { mountAuth } from '#platform/auth'
import { explainFailures, leadNowhere, letUploadsBeSlow, mountRoutes, readBodyless, readableAddress, readJsonStrictly, serverOptions, type Served } from '#platform/http'
import type { Kicau } from './compose.ts'
import { mountPages } from './pages.ts'
import { NONCE_PATH } from './public-address.ts'

const LARGEST_BODY = 1024 * 1024
const LARGEST_UPLOAD = 30 * 1024 * 1024

/** The whole HTTP side: the API of the contract, logins, intake and redirects, the pages. Not listening yet. */
export async function buildServer(kicau: Kicau): Promise<FastifyInstance> {
  const { settings, log } = kicau
  const app = Fastify({
    http: serverOptions,
    loggerInstance: log.child({ part: 'http' }, { level: settings.LOG_LEVEL === 'debug' ? 'debug' : settings.LOG_LEVEL === 'silent' ? 'silent' : 'warn' }),
    bodyLimit: LARGEST_BODY,
    trustProxy: settings.TRUST_PROXY ?? false,
    // Uploads may take longer, as long as they come (platform/http/slow-uploads.ts).
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: leadNowhere(kicau.statuses),
    rewriteUrl: (request) => kicau.domains.pathFor(request.headers.host, readableAddress(request.url!)),
  }) as unknown as FastifyInstance

  app.setValidatorCompiler(validatorCompiler)
  // Answers went through their contract before they came here (platform/http/mount.ts).
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  readJsonStrictly(app)
  readBodyless(app)
  explainFailures(app, kicau.statuses)
  letUploadsBeSlow(app.server)
  refuseOtherOrigins(app, settings.PUBLIC_URL)

  await app.register(helmet, {
    // Pages bring their own policy, with the hash of their inline start (web, vite.config.ts).
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: settings.PUBLIC_URL?.startsWith('https://') ? { maxAge: 15_552_000 } : false,
  })
  await app.register(cookie)
  await app.register(rateLimit, { global: false, keyGenerator: senderOf })
  await app.register(multipart, { limits: { fileSize: LARGEST_UPLOAD, files: 10, fields: 20 } })
  await app.register(swagger, {
    openapi: { info: { title: 'Kicau', version: '1', description: 'The API that the desk itself uses.' } },
    transform: jsonSchemaTransform,
  })

  await app.register(async (scope) => {
    for (const plugin of kicau.plugins) await scope.register(plugin)
    scope.get(NONCE_PATH, { schema: { hide: true } }, (_request, reply) => reply.type('text/plain').send(kicau.address.nonce))
    scope.get('/healthz', { schema: { hide: true } }, () => ({ alive: true }))
    scope.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
      const ready = await kicau.ready()
      return reply.code(ready.ok ? 200 : 503).send(ready)
    })
    scope.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger())
    mountAuth(scope, kicau.auth, kicau.database.pool, kicau.admitSignUp)
  })
  await app.register(async (scope) => {
    // Only here: what is called by every page of every site (intake, redirects) answers too little to be packed.
    await scope.register(compress, { threshold: 1024, encodings: ['gzip', 'identity'] })
    refuseHalfWired(kicau.served)
    boundGuests(scope)
    mountRoutes({ app: scope, scopes: kicau.scopes, database: kicau.database, clock: kicau.clock, gate: kicau.gate, secrets: kicau.secrets, statuses: kicau.statuses }, kicau.served)
    // Who asks a program's address by mistake is a program: no page for people.
    scope.all('/api/*', { schema: { hide: true } }, (_request, reply) => reply.callNotFound())
  })
  await mountPages(app, kicau.pages)
  return app
}

/**
 * A browser says where a write comes from; a page of another site may not write with our cookie. Nor may one that is nowhere
 * (`null`: a frame shut in by its page, a file): no screen of ours is. They may send hits: those read no cookie.
 */
function refuseOtherOrigins(app: FastifyInstance, publicUrl: string | null): void {
  const publicHost = publicUrl ? new URL(publicUrl).host : null
  // Without a promise: it is in the way of every redirect and every hit.
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    if (!origin || request.method === 'GET' || request.method === 'HEAD' || !request.url.startsWith('/api/')) return done()
    if (dropInPaths.has(request.url.split('?', 1)[0]!)) return done()
    const host = URL.canParse(origin) ? new URL(origin).host : ''
    if (host === request.headers.host || host === publicHost) return done()
    reply.code(403).send({ code: 'platform.other-origin', status: 403, title: 'Writes come from the desk itself only.' })
  })
}

/** Whom limits count by: one household has more addresses of IPv6 than any limit. */
const senderOf = ({ ip }: FastifyRequest): string => networkOf(ip)

const GUEST_WRITES_A_MINUTE = 240

/** Guests share the demo: what comes from one address must not flood it for the others. */
function boundGuests(app: FastifyInstance): void {
  const count = app.createRateLimit({ max: GUEST_WRITES_A_MINUTE, timeWindow: '1 minute', keyGenerator: senderOf })
  app.addHook('preHandler', async (request) => {
    if (request.method === 'GET' || !request.kicauAdmitted?.login?.guest) return
    const counted = await count(request)
    if (!counted.isAllowed && counted.isExceeded) throw Object.assign(new Error('Too many writes of guests.'), { statusCode: 429 })
  })
}

/** The contract and what is served must be the same set: a route without a handler, or two, stops the start. */
function refuseHalfWired(served: readonly Served[]): void {
  const name = (route: RouteDefinition) => `${route.method} ${route.path}`
  const wanted = Object.values(api).flatMap((module): string[] => Object.values<RouteDefinition>(module).map(name))
  const given = served.map(({ route }) => name(route))
  const missing = wanted.filter((one) => !given.includes(one))
  const twice = given.filter((one, index) => given.indexOf(one) !== index)
  const unknown = given.filter((one) => !wanted.includes(one))
  const problems = [
    ...missing.map((one) => `no handler for ${one}`),
    ...twice.map((one) => `two handlers for ${one}`),
    ...unknown.map((one) => `${one} is not in the contract`),
  ]
  if (problems.length > 0) throw new Error(`The API is half wired: ${problems.join('; ')}`)
}
