import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { reservedPaths } from '#contract/reserved.ts'
import { analyticsErrors, analyticsRoutes, analyticsSites, badgePlugin, botsKeeper, dataPlugin, hitsTable, intakePlugin, openIntake, openOwnNetworks, openSharedVisits, queries as analytics, trackerOfShopPage, visitImportJobs, type VisitImportJobs } from '#modules/analytics'
import { coachErrors, coachRoutes, openAgenda, queries as coach, selfTestPage, stageRoutes } from '#modules/coach'
import { effortErrors, effortRoutes } from '#modules/effort'
import { experimentsErrors, experimentsRoutes } from '#modules/experiments'
import { languageOfShop, linksErrors, linksRoutes, openDomains, openRedirect, shopPagesAt, type OwnDomains } from '#modules/links'
import { networksErrors, networksRoutes, openNetworks, type Networks } from '#modules/networks'
import { paybackErrors, paybackRoutes, queries as payback } from '#modules/payback'
import { publishingErrors, publishingJobs, publishingRoutes, queries as posts } from '#modules/publishing'
import { mailReports, reportsErrors, reportsRoutes, reportStop, sharedReport, stopLinksPlugin } from '#modules/reports'
import {
  formRoutes,
  hooksPlugin,
  importJobs,
  openFormPages,
  openPayments,
  openPayPages,
  payCallsPlugin,
  payPicturesPlugin,
  payRoutes,
  queries as shopQueries,
  shopErrors,
  shopRoutes,
  type Payments,
} from '#modules/shop'
import { acrossShops, signUpBy, teamRoutes, workspaceErrors, workspaceRoutes } from '#modules/workspace'
import { liveRoutes } from '#contract/live.ts'
import { addressesOf, loginReader, loginsStillThere, makeAuth, type AdmitSignUp, type Auth } from '#platform/auth'
import { systemClock, type Clock } from '#platform/clock'
import type { Settings } from '#platform/config'
import { listenForWrites, migrateClickhouse, migratePostgres, openDatabase, openHits, outboxOf, scopesOf, tellNews, type Database, type Hits, type Outbox, type WriteListener } from '#platform/db'
import { startEngines, type ClickhouseAddress, type PostgresAddress } from '#platform/engines'
import { startHitsThread } from '#platform/hits'
import { platformErrors, serve, statusTable, type Gate, type Served } from '#platform/http'
import { openJobs, type Jobs } from '#platform/jobs'
import { endBeforeServer, openLive } from '#platform/live'
import type { Log } from '#platform/log'
import { openMail, type Mail } from '#platform/mail'
import type { Scopes } from '#platform/scope'
import { secretsOf, type Secrets } from '#platform/secrets'
import { openMediaStore, type MediaStore } from '#platform/storage'
import { openUploads, type TakingUp } from '#platform/uploads'
import { agendas } from './agendas.ts'
import { demoRoutes } from './demo-routes.ts'
import type { KicauPages } from './pages.ts'
import { protocolOf, watchPublicAddress, type PublicAddress } from './public-address.ts'
import { readAhead } from './read-ahead.ts'
import { visitNames } from './visit-names.ts'

/** A built Kicau: what the server and the worker are made of. Nothing listens and no job runs yet. */
export interface Kicau {
  settings: Settings
  log: Log
  clock: Clock
  addresses: { postgres: PostgresAddress; clickhouse: ClickhouseAddress }
  database: Database
  hits: Hits
  scopes: Scopes
  secrets: Secrets
  auth: Auth
  gate: Gate
  mail: Mail
  jobs: Jobs
  outbox: Outbox
  news: WriteListener
  address: PublicAddress
  /** The domains of shops that lead here. */
  domains: OwnDomains
  media: MediaStore
  networks: Networks
  publishing: ReturnType<typeof publishingJobs>
  /** Sends the reports that are due. */
  mailReports(): Promise<void>
  imports: TakingUp
  visitImports: VisitImportJobs
  payments: Payments
  statuses: ReadonlyMap<string, number>
  served: Served[]
  plugins: ((app: FastifyInstance) => Promise<void>)[]
  pages: KicauPages
  /** Whether a new login may be made; `invitation`: the token of a link that asks for one. */
  admitSignUp: AdmitSignUp
  ready(): Promise<{ ok: boolean; postgres: boolean; clickhouse: boolean; waitingBlocks: number }>
  stop(): Promise<void>
}

const MIGRATIONS = join(import.meta.dirname, '../../migrations')

/**
 * Starts the engines (or takes the addresses that are set), brings both stores up to date, and builds every module,
 * handing each just what it needs. `clock` is the system's but for tests.
 */
export async function compose(settings: Settings, log: Log, clock: Clock = systemClock): Promise<Kicau> {
  const engines = await startEngines(
    { dataDir: settings.DATA_DIR, databaseUrl: settings.DATABASE_URL ?? undefined, clickhouseUrl: settings.CLICKHOUSE_URL ?? undefined },
    log.child({ part: 'engines' }),
  )
  const { postgres, clickhouse } = engines
  const ran = await migratePostgres(postgres, join(MIGRATIONS, 'postgres'))
  const hits = openHits(clickhouse)
  ran.push(...(await migrateClickhouse(hits.client, postgres, join(MIGRATIONS, 'clickhouse'))))
  if (ran.length > 0) log.info({ ran }, 'the stores were brought up to date')

  const database = openDatabase(postgres)
  const scopes = scopesOf(database, hits, clock)
  const secrets = await secretsOf(settings.DATA_DIR)
  const mail = openMail(settings.SMTP_URL, settings.MAIL_FROM)
  const media = openMediaStore(join(settings.DATA_DIR, 'media'))
  const news = listenForWrites(postgres)
  const live = openLive()
  const ahead = readAhead((shop) => payback.readAhead(scopes.reading(shop)), (shop, failure) => log.warn({ shop, error: String(failure) }, 'the books of a shop could not be read ahead'))
  news.on(({ workspaceId, type }) => live.tell(workspaceId, { type }))

  const address = watchPublicAddress(settings.PUBLIC_URL, settings.ALLOW_PRIVATE_HOSTS)
  const publicAddress = () => address.now()
  const kicaus = new Set([...settings.OTHER_HOSTS, ...(settings.PUBLIC_URL ? [new URL(settings.PUBLIC_URL).hostname] : [])])
  const domains = await openDomains({ db: database.reader, news, protocol: protocolOf(settings.PUBLIC_URL), kicaus })
  const ways = { publicAddress, ownDomain: domains.addressOf, otherHosts: settings.OTHER_HOSTS }

  const journal = await startHitsThread({
    folder: join(settings.DATA_DIR, 'journal'),
    clickhouse,
    table: hitsTable,
    log: log.child({ part: 'journal' }),
    onLoaded: ({ workspaceIds }) => void tellNews(database, workspaceIds, 'HitsLoaded').catch(() => {}),
  })
  const intake = await openIntake({
    journal,
    clock,
    database,
    sites: analyticsSites(database, (shop) => shopPagesAt(scopes.reading(shop), ways)),
    keepBots: botsKeeper(hits.client),
    ownNetworks: openOwnNetworks(database, secrets),
    // Hits come in once all is open.
    channelOfLink: (shop, code) => redirect.channelOf(shop, code),
  })
  const redirect = openRedirect({
    database,
    scopes,
    clock,
    intake,
    media,
    news,
    ...ways,
    newestPost: posts.newestPublished,
    buyButtons: shopQueries.buyButtonsOnPage,
    orderForm: shopQueries.orderFormOpen,
    ahead: { pathFor: domains.pathFor, trustsProxy: settings.TRUST_PROXY },
  })

  const networks = openNetworks({ secrets, scopes, clock, allowPrivateHosts: settings.ALLOW_PRIVATE_HOSTS, log: log.child({ part: 'networks' }) })

  const auth = makeAuth({ pool: database.pool, secret: secrets.sessionSecret, publicUrl: settings.PUBLIC_URL })
  const loginOf = loginReader(auth, database.pool)
  const gate: Gate = { loginOf, roleIn: (shop, login) => acrossShops.roleIn(database.writer, shop, login) }
  const slugs = { reserved: new Set<string>(reservedPaths) }
  const noLoginYet = async () => {
    const { rows } = await sql<{ some: boolean }>`select exists (select 1 from auth_users where "isAnonymous" is not true) as some`.execute(database.writer)
    return !rows[0]!.some
  }

  const publishing = publishingJobs({ database, scopes, clock, networks, media, log: log.child({ part: 'publishing' }) })
  // In the media folder, which every desk and worker shares.
  const uploads = openUploads(join(settings.DATA_DIR, 'media', 'imports'), 'xlsx')
  const pasts = openUploads(join(settings.DATA_DIR, 'media', 'visit-imports'), 'past')
  const imports = importJobs({ database, scopes, clock, secrets, uploads, log: log.child({ part: 'imports' }) })
  const visitImports = visitImportJobs({ database, scopes, clock, hits, clickhouse, uploads: pasts, log: log.child({ part: 'imports' }) })
  const payments = openPayments({ database, scopes, clock, secrets, allowPrivateHosts: settings.ALLOW_PRIVATE_HOSTS, servers: settings.PAYMENT_SERVERS, log: log.child({ part: 'payments' }) })
  const payPages = openPayPages({ database, scopes, clock, secrets, payments, intake, publicAddress })
  const formPages = openFormPages({ database, scopes, clock, secrets, intake, ...ways })
  const shopPage = async (slug: string, k: string | null) => {
    const [page, shop] = await Promise.all([redirect.pageFor(slug, k), acrossShops.shopBySlug(database.writer, slug)])
    return page && shop && { ...page, tracker: shop.demo ? null : trackerOfShopPage(shop.id) }
  }
  const visits = openSharedVisits({ db: database.reader, scopes, clock })
  const story = async (slug: string) => {
    const shop = await acrossShops.shopBySlug(database.writer, slug)
    return shop && coach.publicStory(scopes.reading(shop.id))
  }
  const measured = async (slug: string) => {
    const shop = await acrossShops.shopBySlug(database.writer, slug)
    return shop && { ...(await analytics.measuredSites(scopes.reading(shop.id))), language: languageOfShop(shop) }
  }
  const team = { db: database.writer, scopes, secrets }
  const reports = { db: database.writer, scopes, clock, secrets }
  const jobs = openJobs(postgres, log.child({ part: 'jobs' }))

  const served: Served[] = [
    ...workspaceRoutes({ db: database.writer, slugs, publicAddress, noLoginYet, stillThere: loginsStillThere }),
    ...teamRoutes({ ...team, mailWorks: mail.works && settings.PUBLIC_URL !== null }),
    ...demoRoutes({ auth, postgres, database, hits, intake, networks, secrets, slugs, clock, address: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}` }),
    ...networksRoutes({ networks }),
    ...publishingRoutes({ networks, media, ...ways }),
    ...analyticsRoutes({ namesElsewhere: visitNames, uploads: pasts, secrets, publicUrl: settings.PUBLIC_URL, mailWorks: mail.works && settings.PUBLIC_URL !== null }),
    ...linksRoutes({ ...ways, media, db: database.reader, lookAtDomain: address.lookAt }),
    ...shopRoutes({ secrets, uploads, publicUrl: settings.PUBLIC_URL }),
    ...formRoutes({ secrets, ...ways }),
    ...payRoutes({ secrets, payments, media, ...ways, publicUrl: settings.PUBLIC_URL }),
    ...effortRoutes({ askBook: payback.bookDue, channelOfCreator: shopQueries.channelOfCreator }),
    ...paybackRoutes({ secrets }),
    ...experimentsRoutes(),
    ...coachRoutes({ agenda: openAgenda(agendas) }),
    ...stageRoutes(),
    ...reportsRoutes({ db: database.writer, scopes, clock, mail, publicUrl: settings.PUBLIC_URL }),
    serve(liveRoutes.live, ({ params, reply }) => {
      live.attach(params.shop, reply)
      ahead.opened(params.shop)
      return reply as never
    }),
  ]

  return {
    settings,
    log,
    clock,
    addresses: { postgres, clickhouse },
    database,
    hits,
    scopes,
    secrets,
    auth,
    gate,
    mail,
    jobs,
    outbox: outboxOf(database, clock),
    news,
    address,
    domains,
    media,
    networks,
    publishing,
    mailReports: () => mailReports({ ...reports, mail, addressesOf: (logins) => addressesOf(database.pool, logins), publicUrl: settings.PUBLIC_URL, log: log.child({ part: 'reports' }) }),
    imports,
    visitImports,
    payments,
    statuses: statusTable([platformErrors, workspaceErrors, networksErrors, publishingErrors, analyticsErrors, linksErrors, shopErrors, effortErrors, paybackErrors, experimentsErrors, coachErrors, reportsErrors]),
    served,
    plugins: [endBeforeServer(live), intakePlugin({ intake }), hooksPlugin({ database, scopes, secrets }), payCallsPlugin({ payments }), payPicturesPlugin({ database, scopes, media }), redirect.plugin, stopLinksPlugin(reports), badgePlugin({ shared: visits, clock }), dataPlugin({ shared: visits })],
    pages: {
      publicUrl: settings.PUBLIC_URL,
      shopPage,
      selfTest: selfTestPage,
      story,
      measured,
      ...payPages,
      ...formPages,
      sharedReport: (token: string) => sharedReport(reports, token),
      reportStop: (token: string) => reportStop(reports, token),
      sharedVisits: visits.page,
      unlockVisits: visits.unlock,
    },
    admitSignUp: async (invitation) => {
      if (settings.SIGN_UP === 'open' || (await noLoginYet())) return {}
      return invitation === null ? null : signUpBy(team, invitation, clock.now())
    },
    ready: async () => {
      const answers = (work: Promise<unknown>) => work.then(() => true).catch(() => false)
      const [pg, ch] = await Promise.all([answers(sql`select 1`.execute(database.writer)), answers(hits.answers())])
      return { ok: pg && ch, postgres: pg, clickhouse: ch, waitingBlocks: (await journal.state()).waiting }
    },
    stop: async () => {
      live.close()
      ahead.close()
      domains.close()
      await visitImports.stop()
      await redirect.close()
      await intake.close()
      await journal.stop(3000)
      await news.close()
      mail.close()
      await hits.close()
      await database.close()
      await engines.stop()
    },
  }
}
