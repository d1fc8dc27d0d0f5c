import { calendarDay } from '$i18n/format.svelte'
import { t } from '$i18n/words.svelte'

type Entry = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/**
 * What a browser says of a field that is empty or wrong, it says in its own language; the desk says it in the reader's. For a
 * whole document: a form needs nothing of its own. Returns how to end it.
 */
export function sayInvalid(): () => void {
  const put = (target: unknown, words: (entry: Entry) => string) => isEntry(target) && target.setCustomValidity(words(target))
  const say = ({ target }: Event) => put(target, wordsFor)
  const forget = ({ target }: Event) => put(target, () => '')
  // Before a form is looked through again: also a field that was filled for its reader, of which no event tells, and what a
  // browser takes for filled.
  const lookAgain = ({ target }: Event) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>('button[type=submit]') : null
    for (const entry of button?.form?.elements ?? []) put(entry, oursFor)
  }
  document.addEventListener('invalid', say, true)
  document.addEventListener('input', forget, true)
  document.addEventListener('click', lookAgain, true)
  return () => {
    document.removeEventListener('invalid', say, true)
    document.removeEventListener('input', forget, true)
    document.removeEventListener('click', lookAgain, true)
  }
}

const isEntry = (target: unknown): target is Entry =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

/** What a browser does not see: nothing but spaces, and what the field itself could not read. */
function oursFor(entry: Entry): string {
  if (entry.dataset.unclear) return entry.dataset.unclear
  const blank = entry.value !== '' && entry.value.trim() === ''
  return blank && entry.type !== 'password' && entry.required ? t('ui:invalid.missing') : ''
}

function wordsFor(entry: Entry): string {
  const ours = oursFor(entry)
  if (ours) return ours
  const { validity, type, minLength, min, max } = entry as HTMLInputElement
  if (validity.valueMissing) return t('ui:invalid.missing')
  if (validity.typeMismatch && type === 'email') return t('ui:invalid.email')
  if (validity.typeMismatch && type === 'url') return t('ui:invalid.url')
  if (validity.tooShort) return t('ui:invalid.short', { least: minLength })
  if (validity.rangeUnderflow && type === 'date') return t('ui:invalid.early', { day: calendarDay(min) })
  if (validity.rangeOverflow && type === 'date') return t('ui:invalid.late', { day: calendarDay(max) })
  if (validity.rangeUnderflow && type === 'number') return t('ui:invalid.low', { least: min })
  if (validity.rangeOverflow && type === 'number') return t('ui:invalid.high', { most: max })
  return t('ui:invalid.other')
}
