import { refuse, type Refusal } from '#platform/refusal'
import { FileRefused } from '../imports/file/index.ts'
import { textInZip } from '../imports/file/text-in-zip.ts'

/** iOS calls it `_chat.txt`, Android by whom it is with: notes that were sent in the chat lie beside it. */
const CHAT = /(?:^|\/)(?:_chat|[^/]*whatsapp[^/]*)\.txt$/i

/** The text of an export: itself, or what the phone has packed beside its pictures. */
export async function chatText(bytes: Uint8Array): Promise<string | Refusal<'shop.chat-unreadable'>> {
  const unreadable = refuse('shop.chat-unreadable', { where: 'file' })
  try {
    const text = bytes[0] === 0x50 && bytes[1] === 0x4b ? await textInZip(bytes, CHAT) : bytes
    // No name and no line may hold NUL where they are kept, and nobody sees that it is gone.
    return text === null ? unreadable : new TextDecoder('utf-8', { fatal: true }).decode(text).replaceAll('\0', '')
  } catch (failure) {
    if (failure instanceof FileRefused || failure instanceof TypeError) return unreadable
    throw failure
  }
}
