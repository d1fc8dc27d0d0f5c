import { z } from 'zod'
import { Channel } from './channels.ts'
import { route } from './route.ts'
import { Day, Id, Instant, noContent, ShopParams, ShopThingParams } from './values.ts'

/** What the time went into. `outside`: time in other apps, as the evening tap asks for it. */
export const activities = ['write', 'answer', 'talk', 'look', 'orders', 'plan', 'outside', 'other'] as const
export const Activity = z.enum(activities)
export type Activity = z.infer<typeof Activity>

/** How minutes are known: timed; drafted from what was done in Kicau; tapped in the evening; guessed later. */
export const footings = ['timer', 'drafted', 'evening', 'guess'] as const
export const Footing = z.enum(footings)
export type Footing = z.infer<typeof Footing>

/** What one tap in the evening can say. */
export const eveningSteps = [0, 15, 30, 60, 120] as const
export const EveningStep = z.union([z.literal(0), z.literal(15), z.literal(30), z.literal(60), z.literal(120)])
export type EveningStep = z.infer<typeof EveningStep>

/** No entry is longer than a day. */
export const MOST_MINUTES = 1440
const Minutes = z.int().min(0).max(MOST_MINUTES)
const MinutesSpent = z.int().min(1).max(MOST_MINUTES)

/** What minutes were for, beside their channel: a post or a placement by its id, a campaign or a person by name. */
export const About = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['post', 'placement']), key: Id }),
  z.object({ kind: z.enum(['campaign', 'person']), key: z.string().trim().min(1).max(120) }),
])
export type About = z.infer<typeof About>

export const Entry = z.object({
  id: Id,
  memberId: Id,
  channel: Channel.nullable(),
  activity: Activity,
  day: Day,
  minutes: Minutes,
  footing: Footing,
  /** The truth is believed to lie within minutes ± this. */
  spreadMinutes: z.int().min(0),
  state: z.enum(['draft', 'kept', 'removed']),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Null where nobody said. */
  about: About.nullable(),
})
export type Entry = z.infer<typeof Entry>

/** A member's thirty minutes. */
export const Timebox = z.object({
  /** Monday is 1. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  /** On the shop's wall clock; null: at no hour in particular. */
  hour: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
  minutes: z.int().min(5).max(240),
  /** Beyond it a calm word is said. */
  weeklyMinutes: z.int().min(5).max(1680),
})
export type Timebox = z.infer<typeof Timebox>

const Sitting = z.object({
  channel: Channel.nullable(),
  activity: Activity,
  /** The timebox, in minutes. */
  boxMinutes: z.int(),
  /** What of it was spent in this sitting before: on another channel, or before a pause. */
  beforeSeconds: z.int(),
})

export const RunningTimer = Sitting.extend({
  id: Id,
  startedAt: Instant,
})
export type RunningTimer = z.infer<typeof RunningTimer>

/** A timer that nobody stopped. It stopped itself at the last sign of life, and asks how long it was. */
export const ForgottenTimer = z.object({
  id: Id,
  channel: Channel.nullable(),
  activity: Activity,
  startedAt: Instant,
  /** Where it stopped itself. */
  lastSignAt: Instant,
  /** The answers offered, shortest first; any other number up to `mostMinutes` may be sent. */
  offers: z.array(z.int()),
  mostMinutes: z.int(),
})
export type ForgottenTimer = z.infer<typeof ForgottenTimer>

export const TimerState = z.object({
  /** The server's clock, to count from on a phone whose clock is wrong. */
  now: Instant,
  running: RunningTimer.nullable(),
  /** A sitting that was paused today and may go on. */
  paused: Sitting.nullable(),
  forgotten: ForgottenTimer.nullable(),
})
export type TimerState = z.infer<typeof TimerState>

export const StartedTimer = TimerState.extend({
  /** False where one was running already, on this phone or another: that one is answered. */
  started: z.boolean(),
})

export const StoppedTimer = TimerState.extend({
  /** Null where it ran less than half a minute: nothing is noted. */
  entry: Entry.nullable(),
})

export const EveningRow = z.object({
  channel: Channel,
  /** What was tapped; null where nothing was yet. */
  minutes: EveningStep.nullable(),
  /** What is on record for the day besides. */
  loggedMinutes: z.int(),
})

export const HoursOfWeek = z.object({
  /** Monday and Sunday. */
  from: Day,
  to: Day,
  /** Today in the shop's zone. */
  today: Day,
  /** Kept minutes of the week. */
  minutes: z.int(),
  minutesBefore: z.int(),
  /** The timebox on each chosen day of the week, up to today, of each who was at work. */
  boxMinutes: z.int(),
  /** What members spent beyond their own box, where that is more than a quarter of it: the black hole. */
  overMinutes: z.int(),
  /** What the week's minutes are worth; null where nobody said what an hour of somebody is worth. */
  worth: z.int().nullable(),
  /** Whose hour has no worth yet. */
  unpricedMembers: z.array(z.string()),
  byChannel: z.array(z.object({ channel: Channel.nullable(), minutes: z.int() })),
  days: z.array(z.object({ day: Day, minutes: z.int(), entries: z.array(Entry) })),
  drafts: z.array(Entry),
  members: z.array(z.object({ id: Id, name: z.string() })),
  me: Id,
  /** Channels to offer first: those in use here, then the usual ones. */
  channels: z.array(Channel),
})
export type HoursOfWeek = z.infer<typeof HoursOfWeek>

export const Evening = z.object({ day: Day, rows: z.array(EveningRow) })
export type Evening = z.infer<typeof Evening>

const shop = '/api/shops/:shop'

export const effortRoutes = {
  timer: route({
    method: 'GET',
    path: `${shop}/timer`,
    who: 'member',
    summary: 'Your timer: what runs, and one that was forgotten.',
    params: ShopParams,
    answer: TimerState,
  }),
  startTimer: route({
    method: 'POST',
    path: `${shop}/timer`,
    who: 'member',
    summary: 'Starts your timer. Where one runs already, on any phone, that one is shown; `instead` of it starts this one.',
    params: ShopParams,
    body: z.object({ channel: Channel.nullable(), activity: Activity.default('other'), about: About.nullable().optional(), instead: Id.optional() }),
    answer: StartedTimer,
  }),
  timerAlive: route({
    method: 'PUT',
    path: `${shop}/timer/alive`,
    who: 'member',
    summary: 'A sign of life: somebody is still there while the timer runs.',
    params: ShopParams,
    answer: TimerState,
  }),
  stopTimer: route({
    method: 'POST',
    path: `${shop}/timer/stop`,
    who: 'member',
    summary: 'Stops your timer and notes its minutes. Stopping it a second time answers the same entry.',
    params: ShopParams,
    body: z.object({ id: Id }),
    answer: StoppedTimer,
  }),
  pauseTimer: route({
    method: 'POST',
    path: `${shop}/timer/pause`,
    who: 'member',
    summary: 'Pauses your timer: its minutes are noted, and it can be resumed in the same box until the day is over.',
    params: ShopParams,
    body: z.object({ id: Id }),
    answer: StoppedTimer,
  }),
  resumeTimer: route({
    method: 'POST',
    path: `${shop}/timer/resume`,
    who: 'member',
    summary: 'Goes on with what was paused.',
    params: ShopParams,
    answer: TimerState,
  }),
  dropPause: route({
    method: 'DELETE',
    path: `${shop}/timer/pause`,
    who: 'member',
    summary: 'Stops what was paused for good.',
    params: ShopParams,
    answer: TimerState,
  }),
  timebox: route({
    method: 'GET',
    path: `${shop}/timebox`,
    who: 'member',
    summary: 'Your thirty minutes: days, hour, length, weekly limit.',
    params: ShopParams,
    answer: Timebox,
  }),
  setTimebox: route({
    method: 'PUT',
    path: `${shop}/timebox`,
    who: 'member',
    summary: 'Chooses them, from today on.',
    params: ShopParams,
    body: Timebox,
    answer: noContent,
  }),
  timeboxOfMember: route({
    method: 'GET',
    path: `${shop}/members/:id/timebox`,
    who: 'owner',
    summary: "A member's thirty minutes.",
    params: ShopThingParams,
    answer: Timebox,
  }),
  setTimeboxOfMember: route({
    method: 'PUT',
    path: `${shop}/members/:id/timebox`,
    who: 'owner',
    summary: 'Chooses them for a member, from today on.',
    params: ShopThingParams,
    body: Timebox,
    answer: noContent,
  }),
  answerForgotten: route({
    method: 'POST',
    path: `${shop}/minutes/:id/answer`,
    who: 'member',
    summary: 'Says how long a forgotten timer really was.',
    params: ShopThingParams,
    body: z.object({ minutes: Minutes }),
    answer: Entry,
  }),
  hours: route({
    method: 'GET',
    path: `${shop}/hours`,
    who: 'member',
    summary: 'The minutes of a week, by day and channel, with what waits to be kept.',
    params: ShopParams,
    query: z.object({ day: Day.optional() }),
    answer: HoursOfWeek,
  }),
  logMinutes: route({
    method: 'POST',
    path: `${shop}/minutes`,
    who: 'member',
    summary: "Notes minutes of a past day; an owner may note another member's.",
    params: ShopParams,
    body: z.object({ memberId: Id.optional(), channel: Channel.nullable(), activity: Activity, day: Day, minutes: MinutesSpent, about: About.nullable().optional() }),
    answer: Entry,
  }),
  correctEntry: route({
    method: 'PATCH',
    path: `${shop}/minutes/:id`,
    who: 'member',
    summary: 'Corrects an entry: only the fields that are sent.',
    params: ShopThingParams,
    body: z.object({
      channel: Channel.nullable().optional(),
      activity: Activity.optional(),
      day: Day.optional(),
      minutes: MinutesSpent.optional(),
      about: About.nullable().optional(),
    }),
    answer: Entry,
  }),
  keepDraft: route({
    method: 'POST',
    path: `${shop}/minutes/:id/keep`,
    who: 'member',
    summary: 'Keeps a drafted entry, as it is or with other minutes.',
    params: ShopThingParams,
    body: z.object({ minutes: MinutesSpent.optional() }),
    answer: Entry,
  }),
  removeEntry: route({
    method: 'DELETE',
    path: `${shop}/minutes/:id`,
    who: 'member',
    summary: 'Removes an entry; it can be restored.',
    params: ShopThingParams,
    answer: noContent,
  }),
  restoreEntry: route({
    method: 'POST',
    path: `${shop}/minutes/:id/restore`,
    who: 'member',
    summary: 'Brings a removed entry back.',
    params: ShopThingParams,
    answer: Entry,
  }),
  evening: route({
    method: 'GET',
    path: `${shop}/evening`,
    who: 'member',
    summary: 'What you said in the evening about time in other apps, by channel.',
    params: ShopParams,
    query: z.object({ day: Day.optional() }),
    answer: Evening,
  }),
  noteEvening: route({
    method: 'PUT',
    path: `${shop}/evening`,
    who: 'member',
    summary: 'One tap: minutes of a day in other apps for a channel. A second tap replaces the first.',
    params: ShopParams,
    body: z.object({ day: Day, channel: Channel, minutes: EveningStep }),
    answer: EveningRow,
  }),
}
