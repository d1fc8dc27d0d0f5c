import { expect, test } from 'vitest'
import { agentOf, oddWordsOf } from './agent.ts'
import { botName } from '../bot-names.ts'

const ORDINARY = [
  'Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
  'Mozilla/5.0 (Linux; Android 13; SM-A146P Build/TP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36 Instagram 308.0.0.36.109 Android (33/13; 300dpi; 720x1456; samsung; SM-A146P)',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/450.0.0.38.108;FBDV/iPhone14,3;FBMD/iPhone]',
]

test.each(ORDINARY)('an ordinary browser has no odd words: %s', (agent) => {
  expect(agentOf(agent)).toMatchObject({ bot: false, words: '' })
})

test('odd words are names, without figures, machines or builds', () => {
  expect(oddWordsOf(`${ORDINARY[0]} NewCrawlerBot/1.2 SM-A146P`)).toBe('NewCrawlerBot')
  expect(oddWordsOf('Mozilla/5.0 (compatible; Neuling/3.1; +https://neuling.example/about)')).toBe('compatible Neuling')
  expect(agentOf(`${ORDINARY[1]} OddReader/9`).part).toMatch(/"agent":"OddReader"$/)
})

test('of a program all of it is kept, and it is known by the name people know', () => {
  expect(agentOf('curl/8.1')).toMatchObject({ bot: true, words: 'curl/8.1', part: ',"agent":"curl/8.1"' })
  expect(['Mozilla/5.0 (compatible; Googlebot/2.1)', 'WhatsApp/2.2', 'facebookexternalhit/1.1', 'GPTBot/1.0', 'python-requests/2', 'webdriver', '', 'SomethingBot/1'].map(botName)).toEqual(['Google', 'WhatsApp', 'Facebook', 'OpenAI', 'tool', 'tool', 'silent', 'other'])
})
