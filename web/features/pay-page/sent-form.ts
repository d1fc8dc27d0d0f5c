import { error } from '@sveltejs/kit'

/** What stands where bytes were no letter of UTF-8; nobody types it. */
const BROKEN = '\ufffd'

/** A form as it was sent. A body that is none, breaks off, or holds broken letters is told so on a page, and nothing is made of it. */
export async function sentForm(request: Request): Promise<FormData> {
  const form = await request.formData().catch((failure: unknown) => {
    // Whatever reads the body throws this at one that it can't make sense of; what is too large is told by Kit.
    if (failure instanceof TypeError) return null
    throw failure
  })
  if (!form || [...form].flat().some((text) => typeof text === 'string' && text.includes(BROKEN))) error(400, 'unreadable')
  return form
}
