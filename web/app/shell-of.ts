/**
 * Of a page, what is the same for everybody and for every screen of the desk: its question and answer (ahead.ts,
 * answer-ahead.ts) go, and what it names of a shop.
 */
export const shellOf = (page: string): string =>
  page
    .replace(/<body[^>]*>/, '<body>')
    .replace(/<!--ahead-->.*<!--\/ahead-->/s, '')
    .replace(/<link rel="preload" href="\/api\/shops\/[^>]*>\s*/g, '')
