import { modelNames } from '#contract/attribution.ts'
import { bootstrap, creditsBy, randomOf, type Journeys, type Random } from '#modules/payback'
import { rounded, type BenchResult } from './result.ts'

// One million journeys over twelve channels by every model, with the 90% range of 200 bootstrap samples.
// Against it the plain way, in the same breath: draw a million journeys, evaluate every model on them, again and again.
// The plain way takes minutes, so it draws PLAIN_SAMPLES and the time of one is multiplied by 200.

const JOURNEYS = 1_000_000
const CHANNELS = 12
const SAMPLES = 200
const PLAIN_SAMPLES = 3
const PROMISED_SECONDS = 15

export async function run(): Promise<BenchResult> {
  const journeys = manyJourneys(randomOf('a million'))
  // Both ways find the code warm.
  const few = { ...journeys, starts: journeys.starts.subarray(0, 20_001), conversions: journeys.conversions.subarray(0, 20_000), nulls: journeys.nulls.subarray(0, 20_000), values: journeys.values.subarray(0, 20_000) }
  creditsBy(few, modelNames)
  bootstrap(few, modelNames, { random: randomOf('warm'), draws: 5 })

  const began = performance.now()
  const credits = creditsBy(journeys, modelNames)
  const pointsMs = performance.now() - began
  bootstrap(journeys, modelNames, { random: randomOf('ours'), draws: SAMPLES })
  const oursMs = performance.now() - began

  const perSampleMs = plainSampleMs(journeys)
  const referenceMs = pointsMs + SAMPLES * perSampleMs

  const conversions = journeys.conversions.reduce((sum, count) => sum + count, 0)
  const sumsHold = modelNames.every((name) => Math.abs(credits[name].conversions.reduce((sum, credit) => sum + credit, 0) / conversions - 1) < 1e-9)
  const seconds = oursMs / 1000
  return {
    name: 'attribution',
    ours: rounded(seconds),
    reference: rounded(referenceMs / 1000),
    ratio: rounded(oursMs / referenceMs, 5),
    unit: 's for 1,000,000 journeys, 12 channels, 8 models, 200 bootstrap samples',
    kept: seconds < PROMISED_SECONDS && sumsHold,
    promised: PROMISED_SECONDS,
    pointSeconds: rounded(pointsMs / 1000),
    touches: journeys.touches.length,
    referenceIs: `${PLAIN_SAMPLES} plain samples of all journeys, a sample's mean time × ${SAMPLES}`,
  }
}

/** One to six touches each, one in ten ends with an order. */
function manyJourneys(random: Random): Journeys {
  const upTo = (most: number) => Math.floor(random.uniform() * most)
  const starts = new Uint32Array(JOURNEYS + 1)
  for (let row = 0; row < JOURNEYS; row++) starts[row + 1] = starts[row]! + 1 + upTo(6)
  const count = starts[JOURNEYS]!
  const touches = Uint8Array.from({ length: count }, () => Math.floor(CHANNELS * random.uniform() ** 2))
  const ages = new Float64Array(count)
  for (let row = 0; row < JOURNEYS; row++) for (let touch = starts[row + 1]! - 1, age = 0; touch >= starts[row]!; touch--, age += 10 * random.uniform()) ages[touch] = age
  const conversions = Uint32Array.from({ length: JOURNEYS }, () => (random.uniform() < 0.1 ? 1 : 0))
  return {
    channels: Array.from({ length: CHANNELS }, (_, index) => (index === 3 ? 'direct' : `channel ${index}`)),
    direct: 3,
    starts,
    touches,
    ages,
    conversions,
    nulls: conversions.map((won) => 1 - won),
    values: Float64Array.from(conversions, (won) => won * (20_000 + upTo(100_000))),
  }
}

/** The ordinary bootstrap as one would write it: how often each journey was drawn, then every model over all of them. */
function plainSampleMs(journeys: Journeys): number {
  const random = randomOf('plain')
  const began = performance.now()
  for (let sample = 0; sample < PLAIN_SAMPLES; sample++) {
    const times = new Uint32Array(JOURNEYS)
    for (let drawn = 0; drawn < JOURNEYS; drawn++) times[Math.floor(random.uniform() * JOURNEYS)]!++
    const drawn = {
      ...journeys,
      conversions: journeys.conversions.map((won, row) => won * times[row]!),
      nulls: journeys.nulls.map((lost, row) => lost * times[row]!),
      values: journeys.values.map((value, row) => value * times[row]!),
    }
    creditsBy(drawn, modelNames)
  }
  return (performance.now() - began) / PLAIN_SAMPLES
}
