import { reader } from './own'

/** `fetch` of the API, from wherever a screen is drawn. */
export const fetchApi = (address: string, request: RequestInit & { headers: Record<string, string> }): Promise<Response> =>
  import.meta.env.SSR ? reader().ask(address, request.headers) : fetch(address, request)
