import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { statusOf, type ClickhouseError } from './clickhouse-error.ts'

/** A response that is held back until it is long, so that an error of the first second is a plain error. */
export interface Reply {
  write(piece: Uint8Array): Promise<void>
  end(headers: Record<string, string>): void
  fail(error: ClickhouseError): void
  /** Aborts when the client goes before it has its answer. */
  gone: AbortSignal
}

/** Bytes held back. */
const HELD = 1024 * 1024

/** Answers as ClickHouse does: headers, an error before or (marked by a tag) in the midst of the rows. */
export function replyTo(response: ServerResponse): Reply {
  const tag = randomBytes(8).toString('hex')
  const gone = new AbortController()
  let held: Uint8Array[] = []
  let size = 0
  response.on('error', () => {})
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Error('The client went away.'))
  })

  return {
    gone: gone.signal,
    async write(piece) {
      gone.signal.throwIfAborted()
      held.push(piece)
      size += piece.length
      if (size < HELD) return
      if (!response.headersSent) response.writeHead(200, { ...COMMON, 'X-ClickHouse-Exception-Tag': tag })
      if (!release()) await once(response, 'drain', { signal: gone.signal })
    },
    end(headers) {
      if (!response.headersSent) response.writeHead(200, { ...COMMON, ...headers, 'Content-Length': size })
      release()
      response.end()
    },
    fail(error) {
      if (response.destroyed) return
      if (response.headersSent) {
        // As a server does: the error at the end of the rows, then a broken connection.
        const text = `${error.message}\n`
        const block = `\r\n__exception__\r\n${tag}\r\n${text}${Buffer.byteLength(text)} ${tag}\r\n__exception__\r\n`
        release()
        response.write(block, () => response.destroy())
        return
      }
      const text = `${error.message}\n`
      response.writeHead(statusOf(error.code), {
        ...COMMON,
        'Content-Length': Buffer.byteLength(text),
        'X-ClickHouse-Exception-Code': error.code,
      })
      response.end(text)
    },
  }

  function release(): boolean {
    const pieces = held
    held = []
    size = 0
    return pieces.map(piece => response.write(piece)).at(-1) ?? true
  }
}

const COMMON = { 'Content-Type': 'text/plain; charset=UTF-8', 'X-ClickHouse-Timezone': 'UTC' }
