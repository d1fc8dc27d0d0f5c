import { describe, expect, test } from 'vitest'
import { channels } from '#contract/channels.ts'
import { groupSource, hostOf, rules, type RawSource } from './rules.ts'

const nothing: RawSource = { channelSaid: '', referrer: '', utmSource: '', utmMedium: '', utmCampaign: '', clickId: '', browser: 'chrome' }
const grouped = (source: Partial<RawSource>) => groupSource({ ...nothing, ...source })
const from = (referrer: string) => ({ referrer })
const utm = (utmSource: string, utmMedium = '', utmCampaign = '') => ({ utmSource, utmMedium, utmCampaign })

describe('grouping, first match wins', () => {
  const table: [Partial<RawSource>, string, string][] = [
    [{}, 'direct', 'direct'],
    [{ ...from('https://www.google.com/'), channelSaid: 'card' }, 'card', 'said'],
    // Paid
    [utm('google', 'cpc'), 'ads', 'paid-search'],
    [{ ...from('https://www.google.co.id/'), clickId: 'gclid' }, 'ads', 'paid-search'],
    [{ clickId: 'gclid' }, 'ads', 'paid-search'],
    [utm('facebook', 'paid_social'), 'ads', 'paid-social'],
    [utm('ig', 'cpm'), 'ads', 'paid-social'],
    [{ clickId: 'ttclid' }, 'ads', 'paid-social'],
    [utm('youtube', 'ppc'), 'ads', 'paid-video'],
    [utm('koran', 'banner'), 'ads', 'display'],
    [utm('mitra', 'retargeting'), 'ads', 'paid-other'],
    [utm('shopee', 'cpc'), 'ads', 'paid-shopping'],
    [utm('google', 'cpc', 'shopping-lebaran'), 'ads', 'paid-shopping'],
    [utm('google', '', 'cross-network'), 'ads', 'cross-network'],
    // `fbclid` is on every link of theirs, paid or not.
    [{ ...from('https://l.facebook.com/'), clickId: 'fbclid' }, 'facebook', 'organic-social'],
    [{ ...from('https://l.instagram.com/'), clickId: 'fbclid' }, 'instagram', 'organic-social'],
    [{ clickId: 'fbclid' }, 'facebook', 'click-id'],
    // Chat
    [from('https://wa.me/'), 'whatsapp', 'chat'],
    [from('https://api.whatsapp.com/'), 'whatsapp', 'chat'],
    [from('android-app://com.whatsapp/'), 'whatsapp', 'chat'],
    [from('https://t.me/'), 'telegram', 'chat'],
    [from('https://web.telegram.org/'), 'telegram', 'chat'],
    [from('https://line.me/'), 'line', 'chat'],
    [utm('wa', 'chat'), 'whatsapp', 'chat'],
    [utm('', 'broadcast'), 'other', 'chat'],
    // Marketplaces
    [from('https://shopee.co.id/'), 'marketplace', 'marketplace'],
    [from('https://shopee.com.my/'), 'marketplace', 'marketplace'],
    [from('https://www.tokopedia.com/'), 'marketplace', 'marketplace'],
    [from('https://shope.ee/'), 'marketplace', 'marketplace'],
    [from('https://l.wl.co/'), 'whatsapp', 'chat'],
    [from('android-app://com.google.android.apps.maps/'), 'search', 'organic-search'],
    [utm('IGShopping', 'Social'), 'instagram', 'organic-social'],
    [from('https://www.lazada.com.my/'), 'marketplace', 'marketplace'],
    [from('https://www.blibli.com/'), 'marketplace', 'marketplace'],
    [from('https://www.bukalapak.com/'), 'marketplace', 'marketplace'],
    [from('https://www.carousell.com.my/'), 'marketplace', 'marketplace'],
    [from('https://www.mudah.my/'), 'marketplace', 'marketplace'],
    [from('https://shop.tiktok.com/'), 'marketplace', 'marketplace'],
    // Pages of links
    [from('https://linktr.ee/'), 'referral', 'bio'],
    [from('https://lynk.id/'), 'referral', 'bio'],
    // AI assistants
    [from('https://chatgpt.com/'), 'ai', 'ai'],
    [utm('chatgpt.com'), 'ai', 'ai'],
    [from('https://gemini.google.com/'), 'ai', 'ai'],
    [from('https://www.perplexity.ai/'), 'ai', 'ai'],
    [utm('mitra', '', 'eshop-lebaran'), 'marketplace', 'organic-shopping'],
    [utm('mitra', '', 'workshop'), 'other', 'tagged'],
    // Social
    [from('https://m.facebook.com/'), 'facebook', 'organic-social'],
    // Matomo's list of search engines has it too.
    [from('https://www.facebook.com/'), 'facebook', 'organic-social'],
    [from('https://facebook.com/groups/kuliner'), 'facebook', 'organic-social'],
    [utm('facebook.com'), 'facebook', 'organic-social'],
    [from('https://lm.facebook.com/l.php'), 'facebook', 'organic-social'],
    [from('https://www.tiktok.com/'), 'tiktok', 'organic-social'],
    [from('https://t.co/abc'), 'x', 'organic-social'],
    [from('https://x.com/'), 'x', 'organic-social'],
    [from('https://bsky.app/'), 'bluesky', 'organic-social'],
    [from('https://www.threads.net/'), 'threads', 'organic-social'],
    [from('https://mastodon.social/'), 'mastodon', 'organic-social'],
    [from('https://www.linkedin.com/'), 'other', 'organic-social'],
    [from('https://id.pinterest.com/'), 'other', 'organic-social'],
    [utm('instagram', 'social'), 'instagram', 'organic-social'],
    [utm('IG', 'Story'), 'instagram', 'organic-social'],
    [utm('', 'medsos'), 'other', 'organic-social'],
    [from('https://www.youtube.com/'), 'youtube', 'organic-video'],
    [from('https://vimeo.com/'), 'other', 'organic-video'],
    // Search
    [from('https://www.google.com/'), 'search', 'organic-search'],
    [from('https://www.google.co.id/'), 'search', 'organic-search'],
    [from('https://www.google.com.my/'), 'search', 'organic-search'],
    [from('https://www.bing.com/search?q=sambal'), 'search', 'organic-search'],
    [from('https://id.search.yahoo.com/'), 'search', 'organic-search'],
    [from('https://duckduckgo.com/'), 'search', 'organic-search'],
    [from('android-app://com.google.android.googlequicksearchbox/'), 'search', 'organic-search'],
    [utm('', 'organic'), 'search', 'organic-search'],
    // Not search: another service on the same domain.
    [from('https://docs.google.com/'), 'referral', 'referral'],
    [from('https://mail.google.com/'), 'email', 'email'],
    [from('https://mail.yahoo.com/'), 'email', 'email'],
    [utm('kabar', 'email'), 'email', 'email'],
    [utm('newsletter'), 'email', 'email'],
    // Outside the networks
    [utm('kartu', 'qr'), 'card', 'offline'],
    [utm('pasar-minggu', 'qr'), 'card', 'offline-medium'],
    [utm('teman'), 'word-of-mouth', 'offline'],
    [utm('blog'), 'blog', 'offline'],
    [utm('mitra', 'affiliate'), 'referral', 'affiliates'],
    [utm('radio', 'audio'), 'other', 'audio'],
    [utm('sms'), 'other', 'sms'],
    [utm('', 'webpush'), 'other', 'push'],
    // An app's own browser hides where it was opened; the browser tells.
    [{ browser: 'instagram' }, 'instagram', 'in-app'],
    [{ browser: 'tiktok' }, 'tiktok', 'in-app'],
    [{ browser: 'instagram', ...from('https://linktr.ee/') }, 'referral', 'bio'],
    // The rest
    [from('https://resep.example/sambal'), 'referral', 'referral'],
    [utm('apa-saja'), 'other', 'tagged'],
    [{ ...utm('apa-saja'), ...from('https://www.google.com/') }, 'search', 'organic-search'],
    // A name inside another is not that name.
    [from('https://notfacebook.com/'), 'referral', 'referral'],
    [from('https://facebook.com.evil.example/'), 'referral', 'referral'],
    [from('https://google.evil.example/'), 'referral', 'referral'],
  ]

  test.each(table)('%j → %s by %s', (source, channel, rule) => {
    expect(grouped(source)).toEqual({ channel, rule })
  })

  test('every rule has its line in the table', () => {
    const tried = new Set(table.map(([source]) => grouped(source).rule))
    expect(rules.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([])
  })

  test('every rule gives a channel of the list', () => {
    for (const [source] of table) expect(channels).toContain(grouped(source).channel)
  })
})

test('the host of a referrer', () => {
  expect(hostOf('https://WWW.Google.com:443/search?q=x')).toBe('www.google.com')
  expect(hostOf('https://user:secret@example.com/')).toBe('example.com')
  expect(hostOf('android-app://com.whatsapp/')).toBe('com.whatsapp')
  expect(hostOf('javascript:alert(1)')).toBe('')
  expect(hostOf('')).toBe('')
})
