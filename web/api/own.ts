// In a browser the desk belongs to one person. The server draws it for many at once: there each request has its own.

/** Whoever is being drawn for on the server. */
export interface Reader {
  cookies: string
  /** Asks a GET route of the API as this reader. */
  ask: (address: string, headers: Record<string, string>) => Promise<Response>
  own: Map<object, unknown>
}

let current: () => Reader | undefined = () => undefined

/** Says whom the server is drawing for (hooks.server.ts). */
export const readersFrom = (find: () => Reader | undefined) => (current = find)

/** On the server only. Throws where it draws for no one: what is nobody's must not be shown to anybody. */
export function reader(): Reader {
  const found = current()
  if (!found) throw new Error('Nobody is being drawn for.')
  return found
}

/** What there is one of for each reader: `const here = own(() => ({ … }))`, then `here().…`. */
export function own<T>(make: () => T): () => T {
  if (!import.meta.env.SSR) {
    const one = make()
    return () => one
  }
  return () => {
    const { own } = reader()
    if (!own.has(make)) own.set(make, make())
    return own.get(make) as T
  }
}
