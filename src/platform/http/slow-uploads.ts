import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Problem } from '#contract/values.ts'

/** An upload goes on as long as so many bytes come in each while, and in all no longer than so. */
export interface SlowUploads {
  everyMs: number
  leastBytes: number
  longestMs: number
}

/** A kilobyte a second: slower is no line that somebody waits at. The largest file takes an hour at 150 of them. */
const slowUploads: SlowUploads = { everyMs: 30_000, leastBytes: 30_000, longestMs: 3_600_000 }

interface UnderWay {
  request: IncomingMessage
  response: ServerResponse
  /** What is told to who sends it where it ends before it is in whole. */
  tooSlow(): Problem
}

/** Uploads whose senders were let in, by the connection that they come on. */
const underWay = new WeakMap<Socket, UnderWay>()

/** Says of an upload, once its sender was let in, that it may take longer to come than other requests. */
export const mayBeSlow = (upload: UnderWay): void => void underWay.set(upload.request.socket, upload)

/**
 * A server ends what is not in whole when a request's time is over, whatever it is. From then on an upload is looked after here, and ends
 * when its bytes no longer come; all else stays the server's affair, at no cost to what is in time.
 */
export function letUploadsBeSlow(server: Server, limits = slowUploads): void {
  const [ordinary] = server.listeners('clientError') as [(error: NodeJS.ErrnoException, socket: Socket) => void]
  server.removeListener('clientError', ordinary)
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const upload = underWay.get(socket)
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && upload && comes(upload)) lookAfter(upload, limits)
    else ordinary.call(server, error, socket)
  })
}

/** Neither in whole nor answered, as what is too large is before its end. */
const comes = ({ request, response }: UnderWay): boolean => !request.complete && !response.headersSent && !request.socket.destroyed

function lookAfter(upload: UnderWay, { everyMs, leastBytes, longestMs }: SlowUploads): void {
  const { socket } = upload.request
  const until = performance.now() + longestMs
  let before = socket.bytesRead
  const timer = setInterval(() => {
    const came = socket.bytesRead - before
    before = socket.bytesRead
    if (comes(upload) && performance.now() < until && (came >= leastBytes || waitsForUs(upload.request))) return
    clearInterval(timer)
    if (!upload.request.complete) end(upload, socket)
  }, everyMs)
  timer.unref()
}

/** What came is not taken yet: the disk is slow, and not the sender. */
const waitsForUs = (request: IncomingMessage): boolean => request.readableLength >= request.readableHighWaterMark

function end({ response, tooSlow }: UnderWay, socket: Socket): void {
  const body = JSON.stringify(tooSlow())
  if (!response.headersSent && socket.writable)
    socket.write(`HTTP/1.1 408 Request Timeout\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`)
  socket.destroySoon()
}
