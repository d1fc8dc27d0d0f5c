import { inflateSync } from 'node:zlib'

/**
 * The text of a PDF page by page, as somebody gets it who selects all and copies: by each letter form's own entry in its
 * font's table of characters (ToUnicode). Reads what pdfkit writes: deflated streams, two-byte glyph numbers.
 */
export function pdfText(file: Buffer): string[] {
  const objects = objectsOf(file)
  const charsOf = new Map<string, Map<number, string>>()
  for (const [id, { dictionary }] of objects) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(dictionary)
    if (map) charsOf.set(id, charactersOf(objects.get(map[1]!)!.stream!))
  }
  return [...objects.values()]
    .filter(({ dictionary }) => /\/Type \/Page\b(?!s)/.test(dictionary))
    .map(({ dictionary }) => {
      const resources = objects.get(/\/Resources (\d+) 0 R/.exec(dictionary)![1]!)!.dictionary
      const fonts = new Map([...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name!, charsOf.get(id!)!]))
      return textIn(objects.get(/\/Contents (\d+) 0 R/.exec(dictionary)![1]!)!.stream!, fonts)
    })
}

interface PdfObject {
  dictionary: string
  stream?: string
}

function objectsOf(file: Buffer): Map<string, PdfObject> {
  const text = file.toString('latin1')
  const objects = new Map<string, PdfObject>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const from = match.index + match[0].length
    const end = text.indexOf('\nendobj', from)
    const stream = text.indexOf('stream\n', from)
    if (stream < 0 || stream > end) {
      objects.set(match[1]!, { dictionary: text.slice(from, end) })
      continue
    }
    const dictionary = text.slice(from, stream)
    const length = Number(/\/Length (\d+)/.exec(dictionary)![1])
    const bytes = file.subarray(stream + 7, stream + 7 + length)
    objects.set(match[1]!, { dictionary, stream: (dictionary.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1') })
  }
  return objects
}

const textOfHex = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')

function charactersOf(map: string): Map<number, string> {
  const characters = new Map<number, string>()
  for (const [, first, , list] of map.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi))
    [...list!.matchAll(/<([0-9a-f ]+)>/gi)].forEach(([, hex], at) => characters.set(parseInt(first!, 16) + at, textOfHex(hex!.replaceAll(' ', ''))))
  return characters
}

function textIn(content: string, fonts: Map<string, Map<number, string>>): string {
  let text = ''
  let font: Map<number, string> | undefined
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name)
    else for (const [, hex] of shown!.matchAll(/<([0-9a-f]+)>/gi)) for (let at = 0; at < hex!.length; at += 4) text += font!.get(parseInt(hex!.slice(at, at + 4), 16)) ?? '?'
  }
  return text
}
