// What an order export may be. Whatever is beyond is refused, so that no file can fill the memory.

/** Of the file itself; the route's own limit is the same. */
export const MOST_BYTES = 30 * 1024 * 1024
/** Unpacked, of the parts that are read; a month's export of a busy shop unpacks to 20 MB. */
export const MOST_UNPACKED = 256 * 1024 * 1024
/** Real sheets shrink 8 to 40 times; what shrinks more is made to fill a memory. Small parts may. */
export const MOST_RATIO = 150
export const RATIO_COUNTS_FROM = 8 * 1024 * 1024
/** Rows below the header, in the sheet that is read. */
export const MOST_ROWS = 100_000
export const MOST_COLUMNS = 512
/** Excel's own limit of a cell is 32,767. */
export const MOST_CELL = 32_767
export const MOST_SHARED_STRINGS = 1_000_000
export const MOST_SHARED_CHARACTERS = 48 * 1024 * 1024
/** Characters between two tags. */
export const MOST_TEXT = 1024 * 1024
