/** A page as a browser gets it that was last at `shop`, with what the server wrote into it of an answer. */
export async function pageOf(url: string, path: string, { cookie = '', shop, headers }: { cookie?: string; shop: string; headers?: Record<string, string> }) {
  const page = await fetch(`${url}${path}`, { headers: { cookie: `${cookie}; kicau_shop=${shop}`, 'accept-language': 'id', ...headers } })
  const html = await page.text()
  const json = /<script type="application\/json" id="answer">(.*?)<\/script>/s.exec(html)?.[1]
  return {
    html,
    headers: page.headers,
    /** To be read before any script has run. */
    words: (/<main id="ahead".*?<\/main>/s.exec(html)?.[0] ?? '').replace(/<!--.*?-->/g, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '),
    answer: json === undefined ? undefined : (JSON.parse(json) as never),
  }
}
