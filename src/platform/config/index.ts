export type { TrustsProxy } from './proxies.ts'
export { readSettings, settingsTable, WrongSettings, type Settings, type WrongSetting } from './settings.ts'
