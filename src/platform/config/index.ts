export type { TrustsProxy } from './proxies.ts'
export { readSettings, settingsTable, WrongSettings, type Settings } from './settings.ts'
