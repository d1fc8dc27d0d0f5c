export { AlreadyClaimed } from './claim.ts'
export type { EngineLog } from './log.ts'
export { startPostgres, type RunningPostgres } from './postgres.ts'
export type { ClickhouseAddress, EngineSettings, PostgresAddress } from './settings.ts'
