// Making an Intl object costs a hundred times what using it does, so each is made once.
const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

export function numberFormat(tag: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = tag + JSON.stringify(options)
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(tag, options)
  numberFormats.set(key, format)
  return format
}

export function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options)
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(tag, options)
  dateFormats.set(key, format)
  return format
}

/** The reader's clock, which is good enough for `3 hours ago`. */
export const currentTime = () => new Date()

/** Has what dates are made of read beside the page (warm.worker.ts), while it waits for the network. */
export function warmDates() {
  new Worker(new URL('./warm.worker.ts', import.meta.url), { type: 'module' })
}
