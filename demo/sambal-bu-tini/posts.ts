import { addDays, addMonths, instantAt, weekdayOf } from '#platform/clock'
import { behaviour, RESOLUTION } from './plan.ts'

export type PostingAccount = 'instagram' | 'facebook' | 'x' | 'whatsapp'

export interface DemoPost {
  at: Date
  account: PostingAccount
  text: string
  /** Made by the blog's autopost. */
  automatic: boolean
  /** Carried the link of its account, and with it the code. */
  withCode: boolean
}

const ZONE = 'Asia/Jakarta'

const WORDS = [
  'Cabai rawit hari ini dari Muntilan, pedasnya segar.',
  'Diulek pagi, dikirim siang. Yang pesan sebelum jam sepuluh sampai hari ini.',
  'Stoples dikumpulkan ya, tukar tiga dapat satu.',
  'Yang tanya level 0 untuk anak: manis gurih, tanpa rawit.',
  'Hari ini sambal bawang, besok sambal terasi. Mana yang Anda tunggu?',
  'Bu Sri bercerita kantornya habis dua stoples seminggu. Terima kasih, Bu!',
  'Tahan dua minggu di kulkas, asal sendoknya kering.',
]
const AUTOMATIC = ['Baru di blog: resep tempe penyet.', 'Baru di blog: asal-usul sambal.', 'Baru di blog: cara simpan cabai.']

/** What she posted in the fifteen months, the oldest first. Pure, and the same for the same months. */
export function postsOf(months: readonly string[]): DemoPost[] {
  return months.flatMap((month, index) => {
    const plan = behaviour[index]
    if (!plan) return []
    const length = daysOf(month).length
    // The first month of it began with eleven posts, eight of them the blog's own.
    const count = index === 1 ? 11 : Math.round((plan.postsPerWeek * length) / 7)
    const automatic = evenly(count, Math.round(count * plan.automatic))
    const withCode = evenly(count, Math.round(count * plan.withCode))
    return daysPosted(months, index, count).map((day, number): DemoPost => {
      const isAutomatic = automatic.has(number)
      return {
        at: instantAt(ZONE, day, hourOf(index, number)),
        account: accountOf(index, number, isAutomatic),
        text: isAutomatic ? AUTOMATIC[number % AUTOMATIC.length]! : WORDS[(index * 3 + number) % WORDS.length]!,
        automatic: isAutomatic,
        withCode: withCode.has(number),
      }
    })
  })
}

/** On which days: steadily, on weekdays since the resolution; or in bursts, with silence between them. */
function daysPosted(months: readonly string[], index: number, count: number): string[] {
  const days = daysOf(months[index]!)
  // The black hole: evening after evening for one week, then nothing. So few weeks are kept that month 7 has no rhythm yet.
  if (index === 4) return spread(weekAround(addDays(days[0]!, 11), lastDay(months[6]!)), count)
  if (behaviour[index]!.rhythm === 'bursts') return spread(days.slice(0, 22).filter((_, day) => day % 10 < 2), count)
  // In the first week of the resolution she only answers.
  if (index === RESOLUTION) return spread(days.slice(7), count).map(onWeekday)
  return index < RESOLUTION ? spread(days, count) : spread(days, count).map(onWeekday)
}

const daysOf = (month: string): string[] => {
  const days: string[] = []
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) days.push(day)
  return days
}
const lastDay = (month: string): string => addDays(`${addMonths(month, 1)}-01`, -1)

/** Evenly over the days, each in its turn. */
const spread = (days: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, number) => days[Math.floor(((number + 0.5) * days.length) / count)]!)

/** No weekends: Saturday's is Friday's, Sunday's is Monday's, unless that is another month's. */
function onWeekday(day: string): string {
  const late = weekdayOf(day) - 5
  if (late <= 0) return day
  const moved = addDays(day, late === 1 ? -1 : 1)
  return moved.slice(0, 7) === day.slice(0, 7) ? moved : addDays(day, late === 1 ? 2 : -2)
}

/** The week of seven days, counted back from a day, in which another day lies. */
function weekAround(day: string, countedFrom: string): string[] {
  const back = Math.floor((Date.parse(countedFrom) - Date.parse(day)) / 86_400_000 / 7) * 7
  return Array.from({ length: 7 }, (_, number) => addDays(countedFrom, number - 6 - back))
}

/** So many of `count`, evenly among them. */
const evenly = (count: number, some: number): Set<number> => new Set(Array.from({ length: some }, (_, one) => Math.floor(((one + 0.5) * count) / some)))

/** At 06.30 since the resolution, in the evening before it; a few minutes apart. */
const hourOf = (index: number, number: number): string => `${index >= RESOLUTION ? '06' : '20'}:${30 + (number % 25)}`

function accountOf(index: number, number: number, automatic: boolean): PostingAccount {
  if (automatic) return number % 2 === 0 ? 'facebook' : 'x'
  if (index < RESOLUTION) return number % 2 === 0 ? 'instagram' : 'facebook'
  return (['whatsapp', 'instagram', 'whatsapp', 'facebook'] as const)[number % 4]!
}
