import type { Language } from '#contract/values.ts'

/** A part of a short letter: a sentence, a text to copy as it stands, or the way on. */
export type LetterPart = string | { quote: string } | { to: string; says: string }

// Colours are said twice: inline for those who know nothing else, and in a style for readers that are dark.
const STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.k-page{background:#181a15!important}.k-card{background:#21241d!important}.k-ink{color:#eceadf!important}.k-go{background:#8fce9a!important;color:#181a15!important}}`
const INK = 'color:#23261f;font-size:16px;line-height:1.5;margin:0 0 16px'
const FONT = "font-family:'Plus Jakarta Sans',-apple-system,'Segoe UI',Roboto,Arial,sans-serif"

/** A short letter as HTML: one narrow column, nothing fetched. */
export function letterHtml(language: Language, title: string, parts: readonly LetterPart[]): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body class="k-page" style="margin:0;padding:0;background:#faf6ee">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="k-page" style="background:#faf6ee"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="k-card" style="max-width:560px;background:#fffdf8;border-radius:12px;${FONT}"><tr><td style="padding:24px 20px 8px">
${parts.map(partHtml).join('\n')}
</td></tr></table></td></tr></table></body></html>`
}

function partHtml(part: LetterPart): string {
  if (typeof part === 'string') return `<p class="k-ink" style="${INK}">${escaped(part)}</p>`
  // Lines by their own marks: not every mail program keeps those of the text, and it is copied from here.
  if ('quote' in part) return `<blockquote class="k-ink" style="${INK};border-left:3px solid #3f8a4f;padding:0 0 0 12px;overflow-wrap:anywhere">${escaped(part.quote).replaceAll('\n', '<br>')}</blockquote>`
  return `<p style="margin:0 0 16px"><a class="k-go" href="${escaped(part.to)}" style="display:inline-block;background:#2c6e3c;color:#ffffff;font-size:16px;font-weight:bold;text-decoration:none;border-radius:8px;padding:12px 18px">${escaped(part.says)}</a></p>`
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
