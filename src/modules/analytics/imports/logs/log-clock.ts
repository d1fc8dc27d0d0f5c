const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `17/May/2015:10:05:03 +0000`, 26 characters, as Apache and nginx write it. */
export const LOG_TIME_LENGTH = 26
const DAY_LENGTH = 11
const ZERO = 48

/** Reads the times of a log: most stand on the day of the one before, which is read once. NaN for what is no time. */
export function logClock(): (text: string, from: number) => number {
  let day = ''
  let startOfDay = NaN
  let zone = ''
  let ahead = 0

  return (text, from) => {
    if (!text.startsWith(day, from) || day === '') {
      day = text.slice(from, from + DAY_LENGTH)
      startOfDay = dayOf(day)
    }
    if (!text.startsWith(zone, from + 21) || zone === '') {
      zone = text.slice(from + 21, from + LOG_TIME_LENGTH)
      ahead = offsetOf(zone)
    }
    const hour = twoDigits(text, from + 12)
    const minute = twoDigits(text, from + 15)
    const second = twoDigits(text, from + 18)
    if (!(hour < 24 && minute < 60 && second < 61)) return NaN
    return startOfDay + (hour * 3600 + minute * 60 + second) * 1000 - ahead
  }
}

function dayOf(text: string): number {
  const match = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4})$/.exec(text)
  const month = match ? MONTHS.indexOf(match[2]!) : -1
  if (!match || month < 0) return NaN
  const at = Date.UTC(Number(match[3]), month, Number(match[1]))
  return new Date(at).getUTCDate() === Number(match[1]) ? at : NaN
}

function offsetOf(text: string): number {
  const match = /^([+-])(\d\d)(\d\d)$/.exec(text)
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000 : NaN
}

/** 255 where there are none. */
const twoDigits = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - ZERO
  const ones = text.charCodeAt(at + 1) - ZERO
  return tens >= 0 && tens < 10 && ones >= 0 && ones < 10 ? tens * 10 + ones : 255
}
