const DAY = 86_400_000
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const written = (time: number) => new Date(time).toISOString().slice(0, 10)

export const addDays = (day: string, days: number) => written(at(day) + days * DAY)
/** The Monday of the day's week. */
export const mondayOf = (day: string) => addDays(day, -((new Date(at(day)).getUTCDay() + 6) % 7))
export const weekOf = (monday: string) => Array.from({ length: 7 }, (_, days) => addDays(monday, days))
