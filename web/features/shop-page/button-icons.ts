import type { PageButtonKind } from '#contract/shop-page.ts'

/** On a 24 px square, as in the desk's own set; by themselves, so that the public page carries no others. */
export const icons: Record<PageButtonKind | 'form' | 'buy', string> = {
  form: 'M6 3.5h12v17H6zM9 8h6M9 12h6M9 16h3',
  buy: 'M3 6.5h18v11H3zM3 10.5h18M6.5 14.5h4',
  whatsapp: 'M4 20l1.4-4A8 8 0 1 1 8.2 18.6z',
  telegram: 'M4 12 20 4l-3 16-5-4-3 3v-5l8-7',
  messenger: 'M4 20l1.4-4A8 8 0 1 1 8.2 18.6zM8 13.5l3-3 2 2 3-3',
  order: 'M5 8h14l1 12H4zM8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5',
  marketplace: 'M4 9.5 5.5 4h13L20 9.5M5 12v8h14v-8M4 9.5a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0M10 20v-5h4v5',
  link: 'M8 16 17 7M9 7h8v8',
}
