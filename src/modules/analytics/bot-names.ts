/** Programs by the words in their user agents, the first that fits; the others are not worth a line each. */
const KNOWN: readonly (readonly [name: string, words: RegExp])[] = [
  ['Google', /google|apis-google|mediapartners/i],
  ['Bing', /bingbot|bingpreview|msnbot|adidxbot/i],
  ['Facebook', /facebookexternalhit|facebookbot|meta-external|facebookcatalog/i],
  ['WhatsApp', /whatsapp/i],
  ['Telegram', /telegrambot/i],
  ['TikTok', /bytespider|tiktokspider/i],
  ['Twitter', /twitterbot/i],
  ['LinkedIn', /linkedinbot/i],
  ['Pinterest', /pinterest/i],
  ['Apple', /applebot/i],
  ['Yandex', /yandex/i],
  ['Baidu', /baiduspider/i],
  ['OpenAI', /gptbot|chatgpt|oai-searchbot/i],
  ['Anthropic', /claudebot|claude-web|anthropic/i],
  ['Perplexity', /perplexity/i],
  ['Common Crawl', /ccbot/i],
  ['Amazon', /amazonbot/i],
  ['DuckDuckGo', /duckduck/i],
  ['Ahrefs', /ahrefs/i],
  ['Semrush', /semrush/i],
  ['Majestic', /mj12bot/i],
  ['Petal', /petalbot|aspiegel/i],
  ['UptimeRobot', /uptime|pingdom|statuscake|betterstack|site24x7/i],
  ['Lighthouse', /lighthouse|pagespeed|gtmetrix/i],
]

/** What drives a browser, or asks without one. */
const TOOLS = /webdriver|headless|phantom|puppeteer|playwright|selenium|electron|curl|wget|python|httpie|okhttp|java|go-http|node|axios|libwww|perl|ruby|php|dalvik|cfnetwork|postman|scrapy/i

/** A program as people know it: its name, `tool` for what somebody wrote, `silent` for what says nothing, or `other`. */
export function botName(userAgent: string): string {
  if (userAgent === '') return 'silent'
  return KNOWN.find(([, words]) => words.test(userAgent))?.[0] ?? (TOOLS.test(userAgent) ? 'tool' : 'other')
}
