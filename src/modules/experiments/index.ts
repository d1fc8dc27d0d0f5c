export { agenda } from './agenda.ts'
export { experimentsErrors } from './errors.ts'
export { experimentsRoutes } from './routes.ts'
export type { ExperimentsEvent } from './events.ts'
