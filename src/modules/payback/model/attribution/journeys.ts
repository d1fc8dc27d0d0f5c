/** A path of touches and how it ended: for so many with an order, for so many with nothing. */
export interface Journey {
  /** The earliest first; at least one. */
  touches: readonly Touch[]
  /** When it ended, in milliseconds: the age of a touch is reckoned from here. */
  at: number
  /** Whole numbers. */
  conversions: number
  nulls: number
  /** Of all its conversions together. */
  value: number
}

export interface Touch {
  channel: string
  at: number
}

/** The same, a million at a time: a row's touches are those from `starts[row]` up to `starts[row + 1]`. */
export interface Journeys {
  channels: readonly string[]
  /** Where "direct", which is not knowing, stands among the channels; -1 where it does not. */
  direct: number
  starts: Uint32Array
  /** Indexes into `channels`. */
  touches: Uint8Array
  /** Days before the journey's end, a number for each touch. */
  ages: Float64Array
  conversions: Uint32Array
  nulls: Uint32Array
  values: Float64Array
}

const DAY = 86_400_000
const MOST_CHANNELS = 256

/**
 * Journeys in one order, whatever order they came in: so neither a sum's last digit nor a draw depends on it.
 * Throws where there are more than 256 channels or a journey has no touch.
 */
export function journeysOf(list: readonly Journey[], channels: readonly string[] = channelsOf(list)): Journeys {
  if (channels.length > MOST_CHANNELS) throw new RangeError(`${channels.length} channels`)
  const indexes = new Map(channels.map((channel, index) => [channel, index]))
  const rows = list.map((journey) => ({ journey, key: keyOf(journey) })).sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
  const count = rows.reduce((sum, { journey }) => sum + journey.touches.length, 0)
  const made: Journeys = {
    channels,
    direct: channels.indexOf('direct'),
    starts: new Uint32Array(rows.length + 1),
    touches: new Uint8Array(count),
    ages: new Float64Array(count),
    conversions: new Uint32Array(rows.length),
    nulls: new Uint32Array(rows.length),
    values: new Float64Array(rows.length),
  }
  let next = 0
  for (const [row, { journey }] of rows.entries()) {
    if (journey.touches.length === 0) throw new RangeError('a journey without a touch')
    for (const { channel, at } of journey.touches) {
      made.touches[next] = indexes.get(channel)!
      made.ages[next] = (journey.at - at) / DAY
      next++
    }
    made.starts[row + 1] = next
    made.conversions[row] = journey.conversions
    made.nulls[row] = journey.nulls
    made.values[row] = journey.value
  }
  return made
}

const channelsOf = (list: readonly Journey[]): string[] => [...new Set(list.flatMap(({ touches }) => touches.map(({ channel }) => channel)))].sort()

const keyOf = ({ touches, at, conversions, nulls, value }: Journey): string =>
  JSON.stringify([touches.map((touch) => [touch.channel, at - touch.at]), conversions, nulls, value])

/** What the gates look at. */
export function sizeOf(journeys: Journeys): { conversions: number; touches: number } {
  let conversions = 0
  let touches = 0
  for (let row = 0; row < journeys.values.length; row++) {
    const times = journeys.conversions[row]! + journeys.nulls[row]!
    conversions += journeys.conversions[row]!
    touches += times * (journeys.starts[row + 1]! - journeys.starts[row]!)
  }
  return { conversions, touches }
}
