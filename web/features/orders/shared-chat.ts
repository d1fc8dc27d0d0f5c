// What another app has shared lies here from the moment the service worker took it until the screen has read it.
const SHARED = 'kicau-shared'
const AT = '/shared-chat'

/** Takes the chat that was just shared into the installed Kicau, and forgets it. */
export async function takeSharedChat(): Promise<File | null> {
  if (!('caches' in globalThis)) return null
  const cache = await caches.open(SHARED)
  const response = await cache.match(AT)
  if (!response) return null
  await cache.delete(AT)
  return new File([await response.blob()], decodeURIComponent(response.headers.get('file-name') ?? 'chat.txt'))
}

/** Keeps a file that was shared for the screen that opens next. For the service worker. */
export async function keepSharedChat(form: FormData): Promise<void> {
  const file = form.get('chat')
  if (!(file instanceof File)) return
  const cache = await caches.open(SHARED)
  await cache.put(AT, new Response(file, { headers: { 'file-name': encodeURIComponent(file.name) } }))
}

export const isSharedCache = (name: string) => name === SHARED
