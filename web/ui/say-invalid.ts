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
  // Also a field that was filled for its reader, of which no event tells, before the form is looked through again.
  const forgetAll = ({ target }: Event) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>('button[type=submit]') : null
    for (const entry of button?.form?.elements ?? []) put(entry, () => '')
  }
  document.addEventListener('invalid', say, true)
  document.addEventListener('input', forget, true)
  document.addEventListener('click', forgetAll, true)
  return () => {
    document.removeEventListener('invalid', say, true)
    document.removeEventListener('input', forget, true)
    document.removeEventListener('click', forgetAll, true)
  }
}

const isEntry = (target: unknown): target is Entry =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

function wordsFor(entry: Entry): string {
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
