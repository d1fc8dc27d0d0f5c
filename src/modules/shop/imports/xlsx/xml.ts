import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { MOST_TEXT } from '../file/limits.ts'
import { FileRefused } from '../file/refused.ts'

export interface XmlEvents {
  open(name: string, attributes: Record<string, string>): void
  close(name: string): void
  text(text: string): void
}

export interface XmlReader {
  write(bytes: Uint8Array): void
  /** The same of what was decoded already. */
  writeText(text: string): void
  end(): void
}

/**
 * Reads XML as it comes. Names lose their prefix (`x:row` is `row`). A document type is refused: no spreadsheet has
 * one, and entities are how XML is made to grow.
 */
export function xmlReader(events: XmlEvents): XmlReader {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const decoder = new TextDecoder('utf-8')
  let sinceTag = 0
  const plainName = (name: string) => name.slice(name.indexOf(':') + 1)

  parser.on('opentag', (tag: SaxesTagPlain) => {
    sinceTag = 0
    events.open(plainName(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag: SaxesTagPlain) => {
    sinceTag = 0
    events.close(plainName(tag.name))
  })
  parser.on('text', (text) => events.text(text))
  parser.on('cdata', (text) => events.text(text))
  parser.on('doctype', () => {
    throw new FileRefused('shop.import-bomb')
  })
  parser.on('error', () => {
    throw new FileRefused('shop.import-broken')
  })

  const write = (text: string) => {
    // In pieces, so that a text without an end is seen before it is whole.
    for (let at = 0; at < text.length; at += 65_536) {
      const piece = text.slice(at, at + 65_536)
      sinceTag += piece.length
      parser.write(piece)
      if (sinceTag > MOST_TEXT) throw new FileRefused('shop.import-bomb')
    }
  }
  return {
    write: (bytes) => write(decoder.decode(bytes, { stream: true })),
    writeText: write,
    end: () => {
      write(decoder.decode())
      parser.close()
    },
  }
}
