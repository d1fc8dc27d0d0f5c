import { cellOf, type Cell } from '#platform/sheets'
import { MOST_CELL, MOST_SHARED_CHARACTERS, MOST_SHARED_STRINGS } from '../file/limits.ts'
import { FileRefused } from '../file/refused.ts'
import { writtenText } from './written-text.ts'
import { xmlReader, type XmlReader } from './xml.ts'

/** A text of the table that all cells share, at its place there: a million cells of it are one and the same. */
export interface SharedCell extends Cell {
  place: number
}

/** Collects the texts that cells point to. Reading hints (`rPh`) are no part of a text. */
export function sharedStringsReader(into: SharedCell[]): XmlReader {
  let text = ''
  let characters = 0
  let inText = false
  let inHint = 0
  return xmlReader({
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') inHint++
      else if (name === 't') inText = inHint === 0
    },
    text: (piece) => {
      if (inText && text.length < MOST_CELL) text += piece
    },
    close: (name) => {
      if (name === 't') inText = false
      else if (name === 'rPh') inHint--
      else if (name === 'si') {
        characters += text.length
        if (into.length >= MOST_SHARED_STRINGS || characters > MOST_SHARED_CHARACTERS) throw new FileRefused('shop.import-bomb')
        into.push({ ...cellOf(writtenText(text.slice(0, MOST_CELL)), false), place: into.length })
      }
    },
  })
}
