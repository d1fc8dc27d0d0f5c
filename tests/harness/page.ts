/** A page as a browser gets it that was last at `shop`, with what the server wrote into it of answers. */
export async function pageOf(url: string, path: string, { cookie = '', shop, headers }: { cookie?: string; shop: string; headers?: Record<string, string> }) {
  const page = await fetch(`${url}${path}`, { headers: { cookie: `${cookie}; kicau_shop=${shop}`, 'accept-language': 'id', ...headers } })
  const html = await page.text()
  const blocks = html.matchAll(/<script type="application\/json" data-answer="\/api\/(?:shops\/[^/"]*\/)?([^"]*)">(.*?)<\/script>/gs)
  const answers = Object.fromEntries([...blocks].map(([, from, json]) => [from!, JSON.parse(json!) as never]))
  return {
    html,
    headers: page.headers,
    /** To be read before any script has run. */
    words: (/<main id="ahead".*?<\/main>/s.exec(html)?.[0] ?? '').replace(/<!--.*?-->/g, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '),
    /** By where the API gives them: `me`; below the shop's own address `today`. */
    answers,
    /** The screen's own; undefined where the page brings none. */
    answer: Object.entries(answers).find(([from]) => from !== 'me')?.[1],
  }
}
