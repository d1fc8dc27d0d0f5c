export { readSettings, settingsTable, WrongSettings, type Settings } from './settings.ts'
