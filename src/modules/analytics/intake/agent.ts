import { parseUserAgent, type Browser, type OperatingSystem } from 'detect-browser'
import { isbot } from 'isbot'
import { appOf } from '../channels/places.ts'
import { remembered } from '#platform/remembered'

export interface Agent {
  /** Crawlers, link previews, tools; never the browser inside an app. */
  bot: boolean
  /** The browser's family, or the app whose browser it is; '' where it is not known. */
  browser: string
  system: string
  device: 'phone' | 'tablet' | 'desktop' | ''
  /** The same as a part of a row's JSON, ready to be written. */
  part: string
}

const families: Partial<Record<Browser, string>> = {
  'edge-chromium': 'edge',
  'edge-ios': 'edge',
  crios: 'chrome',
  fxios: 'firefox',
  ios: 'safari',
  'ios-webview': 'webview',
  'chromium-webview': 'webview',
}

const systemOf = (os: OperatingSystem | null): string => {
  if (os === null) return ''
  if (os.startsWith('Windows')) return 'Windows'
  return os === 'Android OS' ? 'Android' : os
}

const deviceOf = (userAgent: string): Agent['device'] => {
  if (/iPad|Tablet/i.test(userAgent)) return 'tablet'
  if (/Mobi|iPhone|Opera Mini|Windows Phone/i.test(userAgent)) return 'phone'
  return /Android/i.test(userAgent) ? 'tablet' : 'desktop'
}

// Programs on a phone that are not browsers: isbot leaves them in.
const PROGRAM = /^(dalvik|cfnetwork|java)\b/i

/** What a user agent says; an empty one says that nobody looks at the page. */
export const agentOf = remembered<Agent>(4000, (userAgent) => {
  if (userAgent === '' || isbot(userAgent) || PROGRAM.test(userAgent)) return { bot: true, browser: '', system: '', device: '', part: '' }
  const parsed = parseUserAgent(userAgent)
  const name = parsed?.type === 'browser' ? parsed.name : undefined
  const browser = appOf(userAgent) ?? (name && (families[name] ?? name)) ?? ''
  const system = systemOf(parsed?.os ?? null)
  const device = deviceOf(userAgent)
  return { bot: false, browser, system, device, part: `,"device":"${device}","browser":"${browser}","system":"${system}"` }
})
