import type { Channel } from '#contract/channels.ts'
import type { RunningTimer } from '#contract/effort.ts'
import { ask } from '$api/ask'
import { call } from '$api/client'
import { refresh } from '$api/live'
import { t } from '$i18n/words.svelte'
import { toast } from '$ui/toast'
import './live'
import { channelName } from './names'

/** The timer as the server has it; the same answer for the chip and the screen. */
export const timerQuery = () => ask('GET /api/shops/:shop/timer', { about: 'timer' })

/** Seconds of the sitting that a timer belongs to, by the server's clock, whatever the phone's own says. */
export function secondsOf(running: RunningTimer, answer: { now: string; heardAt: number }, now: number): number {
  const serverNow = Date.parse(answer.now) + (now - answer.heardAt)
  return running.beforeSeconds + Math.max(0, Math.floor((serverNow - Date.parse(running.startedAt)) / 1000))
}

/** `12:05`, `1:02:05`: digits that move, read by the eye. */
export function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

// One clock for all who look, so that the chip and the screen show the same second.
const phone = $state({ now: Date.now() })
let lookers = 0
let beat: ReturnType<typeof setInterval> | undefined

/** The phone's clock, moving once a second while somebody looks. */
export function ticking(): { readonly now: number } {
  $effect(() => {
    phone.now = Date.now()
    lookers += 1
    beat ??= setInterval(() => (phone.now = Date.now()), 1000)
    return () => {
      lookers -= 1
      if (lookers > 0) return
      clearInterval(beat)
      beat = undefined
    }
  })
  return phone
}

export async function stopTimer(running: RunningTimer) {
  const { entry } = await call('POST /api/shops/:shop/timer/stop', { body: { id: running.id } })
  void refresh('hours', 'evening', 'today')
  await refresh('timer')
  if (!entry) toast(t('effort:timer.short'))
  else if (entry.minutes > 0) toast(t('effort:timer.noted', { minutes: entry.minutes, channel: channelName(entry.channel) }), { tone: 'good' })
}

/** Starts it; where another runs already that one is shown instead, unless `instead` names it. */
export async function startTimer(channel: Channel | null, instead?: string) {
  const answer = await call('POST /api/shops/:shop/timer', { body: { channel, activity: 'other', instead } })
  // The button that stops it stands there with the timer; it is not to lose a tap to what else is asked again.
  void refresh('hours', 'today')
  await refresh('timer')
  return answer
}

/** Somebody is there: said when a screen comes to the front, and every few minutes while it stays there. */
export const sayAlive = () => call('PUT /api/shops/:shop/timer/alive')
