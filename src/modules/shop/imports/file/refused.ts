import type { Refusal } from '#platform/refusal'
import { refuse } from '#platform/refusal'

export type FileRefusalCode =
  | 'shop.import-too-large'
  | 'shop.import-too-many-rows'
  | 'shop.import-bomb'
  | 'shop.import-cut-off'
  | 'shop.import-broken'
  | 'shop.import-encrypted'
  | 'shop.import-old-xls'
  | 'shop.import-other-sheet'
  | 'shop.import-other-archive'
  | 'shop.import-not-a-table'
  | 'shop.import-many-files'
  | 'shop.import-empty'
  | 'shop.import-format-unknown'

/** A file that can't be read, thrown from deep inside a stream and turned into its refusal where the reading began. */
export class FileRefused extends Error {
  readonly refusal: Refusal<FileRefusalCode>
  constructor(code: FileRefusalCode, values?: Record<string, string | number>) {
    super(code)
    this.refusal = refuse(code, { where: 'file', ...(values && { values }) })
  }
}
