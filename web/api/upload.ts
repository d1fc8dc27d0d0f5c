import { addressOf, headersOf, type Loose } from './client'
import { Offline, readProblem } from './problem'
import type { Answer, Input, RouteKey } from './routes'

type UploadInput<K extends RouteKey> = Omit<Input<K>, 'body'> & {
  /** Fields go before files, so that the server knows what the file is for when it arrives. */
  fields?: Record<string, string>
  files: File | readonly File[]
  /** Called with the share sent, 0 to 1. */
  onprogress?: (share: number) => void
  signal?: AbortSignal
  idempotencyKey?: string
}

/** Sends files to a route that takes multipart. Throws as `call` does; an abort throws `AbortError`. */
export function upload<K extends RouteKey>(key: K, input: UploadInput<K>): Promise<Answer<K>> {
  const form = new FormData()
  for (const [name, value] of Object.entries(input.fields ?? {})) form.append(name, value)
  for (const file of [input.files].flat()) form.append('file', file, file.name)

  return new Promise((resolve, reject) => {
    // fetch tells nothing of how much was sent; XMLHttpRequest does.
    const request = new XMLHttpRequest()
    request.open(key.slice(0, key.indexOf(' ')), addressOf(key, input as Loose))
    for (const [name, value] of Object.entries(headersOf('POST', input as Loose))) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) input.onprogress?.(event.loaded / event.total)
    }
    request.onerror = () => reject(new Offline())
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    request.onload = () => {
      const response = new Response(request.status === 204 ? null : request.responseText, { status: request.status })
      if (!response.ok) readProblem(response).then(reject, reject)
      else if (request.status === 204) resolve(undefined as Answer<K>)
      else response.json().then((answer: Answer<K>) => resolve(answer), reject)
    }
    input.signal?.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
