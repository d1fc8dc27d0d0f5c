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
  /** By what it can be judged again whether it is a bot: of a bot all of it, of a person's the words that no ordinary browser says. */
  words: string
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
  if (isBot(userAgent)) {
    const words = userAgent.slice(0, LONGEST_BOT).toWellFormed()
    return { bot: true, browser: '', system: '', device: '', words, part: agentPart(words) }
  }
  const parsed = parseUserAgent(userAgent)
  const name = parsed?.type === 'browser' ? parsed.name : undefined
  const browser = appOf(userAgent) ?? (name && (families[name] ?? name)) ?? ''
  const system = systemOf(parsed?.os ?? null)
  const device = deviceOf(userAgent)
  const words = oddWordsOf(userAgent)
  return { bot: false, browser, system, device, words, part: `,"device":"${device}","browser":"${browser}","system":"${system}"${agentPart(words)}` }
})

/** Stands for the user agent of a browser that says that a program drives it: its own is a person's. */
export const DRIVEN = 'webdriver'

export const isBot = (userAgent: string): boolean => userAgent === '' || userAgent === DRIVEN || isbot(userAgent) || PROGRAM.test(userAgent)

const LONGEST_BOT = 200
const MOST_ODD_WORDS = 6
const LONGEST_ODD_WORD = 24

const agentPart = (words: string): string => (words === '' ? '' : `,"agent":${JSON.stringify(words)}`)

/** What browsers, and the apps that hold one, call themselves and what they are made of. */
const ORDINARY = new Set(
  `mozilla applewebkit khtml like gecko chrome crios firefox fxios safari version mobile edg edge edga edgios opr opera opt opx presto mini samsungbrowser ucbrowser ubrowser
  miuibrowser huaweibrowser vivobrowser heytapbrowser duckduckgo ddg brave vivaldi yabrowser instagram fban fbav fban fbios fb_iab fbav musical_ly tiktok bytedancewebview bytelocale
  trill jssdk nettype channel appname line barcelona snapchat twitter pinterest linkedinapp telegram whatsapp android ios iphone ipad tablet build puffin silk kaios msie trident net
  clr wow64 win64 webview wv applebrowser gsa googleapp micromessenger qqbrowser mqqbrowser baiduboxapp shopee lazada tokopedia grab gojek`.split(/\s+/),
)

/**
 * The words of a user agent, without figures and without what stands in brackets (devices, screens, builds), that are
 * none of an ordinary browser's; '' of most. Enough for a bot that was not known yet, and of no use to tell people apart.
 */
export function oddWordsOf(userAgent: string): string {
  // Programs say in brackets whose they are, `(compatible; Such/1.0; +https://…)`; browsers what they run on.
  const bare = userAgent.replace(/\[[^\]]*\]/g, ' ').replace(/\((?!compatible)[^()]*\)/gi, (inside) => (/https?:|@/.test(inside) ? inside : ' '))
  const odd = new Set<string>()
  // What holds a figure is a version or a machine.
  for (const word of bare.replace(/\+?https?:[^\s)]*/g, ' ').split(/[\s/;,()]+/))
    if (/^[A-Za-z][A-Za-z_-]{2,}$/.test(word) && word.length <= LONGEST_ODD_WORD && !ORDINARY.has(word.toLowerCase())) odd.add(word)
  return [...odd].slice(0, MOST_ODD_WORDS).join(' ')
}
