import { pipeline, Readable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'

/**
 * A page that is sent as it becomes known: what stands before `mark` at once, so that its scripts and styles are fetched
 * meanwhile, then `parts`. They are one reader's own: nobody keeps such a page, and none is answered with "as you have it".
 */
export async function inParts(request: Request, page: Response, mark: string, parts: AsyncIterable<string>): Promise<Response> {
  const [before = '', after = ''] = (await page.text()).split(mark)
  const headers = new Headers(page.headers)
  headers.delete('content-length')
  headers.delete('etag')
  headers.set('cache-control', 'private, no-store')
  const whole: Readable = Readable.from(inOrder(before, parts, after, () => whole.destroyed))
  if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) return answer(whole, headers)
  headers.set('content-encoding', 'gzip')
  // Each part goes out when it is there.
  const packed = createGzip({ flush: constants.Z_SYNC_FLUSH })
  // Who leaves in the midst of it ends both.
  pipeline(whole, packed, () => {})
  return answer(packed, headers)
}

const answer = (body: Readable, headers: Headers) => new Response(Readable.toWeb(body) as unknown as BodyInit, { headers })

/** `isLeft`: nobody reads on. */
async function* inOrder(before: string, parts: AsyncIterable<string>, after: string, isLeft: () => boolean): AsyncGenerator<Buffer> {
  yield Buffer.from(before)
  try {
    for await (const part of parts) yield Buffer.from(part)
  } catch (error) {
    // Leaving is thrown into the page as a failure, and is none.
    if (isLeft()) return
    // The page stands without it, and its script asks for itself. The server's own log catches what is written to stderr.
    console.error(error)
  }
  yield Buffer.from(after)
}
