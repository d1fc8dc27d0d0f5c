/** Numbers by chance that come out the same for the same seed: a figure must not flicker when nothing changed. */
export interface Random {
  /** Above 0 and below 1. */
  uniform(): number
  /** The next so many of them, put into a list from its beginning: in a fifth of the time, for none is handed over by itself. */
  uniforms(into: Float64Array, count: number): void
  /** Mean 0, deviation 1. */
  normal(): number
  /** Mean 1. */
  exponential(): number
  /** Shape above 0, scale 1: mean and variance are `shape`. Tries `first` as its normal before it draws its own. */
  gamma(shape: number, first?: number): number
  beta(a: number, b: number): number
  /** How many of so many happen, each with the same chance. */
  binomial(count: number, chance: number): number
  /** Parts above 0 that sum to 1. */
  dirichlet(weights: readonly number[]): number[]
}

/** So many are drawn one by one sooner. */
const FEW = 32

export function randomOf(seed: string): Random {
  const { uniform, uniforms } = sfc32(seed)
  let spare: number | undefined

  // Marsaglia's polar method (1964); every second value is the pair's other half.
  function normal(): number {
    if (spare !== undefined) {
      const kept = spare
      spare = undefined
      return kept
    }
    for (;;) {
      const x = 2 * uniform() - 1
      const y = 2 * uniform() - 1
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const stretch = Math.sqrt((-2 * Math.log(square)) / square)
      spare = y * stretch
      return x * stretch
    }
  }

  // Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000), with their boost below 1.
  function gamma(shape: number, first: number = normal()): number {
    if (shape < 1) return gamma(shape + 1, first) * uniform() ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (let x = first; ; x = normal()) {
      const root = 1 + c * x
      if (root <= 0) continue
      const v = root * root * root
      const u = uniform()
      const square = x * x
      if (u < 1 - 0.0331 * square * square || Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return d * v
    }
  }

  function beta(a: number, b: number): number {
    const x = gamma(a)
    return x / (x + gamma(b))
  }

  // Of so many uniform numbers those below the chance: the middle one, which is beta, tells of half of them at a time (Devroye,
  // "Non-Uniform Random Variate Generation", 1986, X.4.3).
  function binomial(count: number, chance: number): number {
    let happened = 0
    let left = count
    let below = chance
    while (left > FEW) {
      const middle = 1 + Math.floor(left / 2)
      const at = beta(middle, left + 1 - middle)
      if (at <= below) {
        happened += middle
        left -= middle
        below = (below - at) / (1 - at)
      } else {
        left = middle - 1
        below /= at
      }
    }
    for (; left > 0; left--) if (uniform() < below) happened++
    return happened
  }

  return {
    uniform,
    uniforms,
    normal,
    gamma,
    exponential: () => -Math.log(uniform()),
    beta,
    binomial,
    dirichlet: (weights) => {
      const parts = weights.map((weight) => gamma(weight))
      const whole = parts.reduce((sum, part) => sum + part, 0)
      return parts.map((part) => part / whole)
    },
  }
}

/** Chris Doty-Humphrey's small fast counter (PractRand), its state filled from the text by cyrb128. */
function sfc32(seed: string): Pick<Random, 'uniform' | 'uniforms'> {
  let [a, b, c, d] = cyrb128(seed)
  const next = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let warm = 0; warm < 12; warm++) next()
  // Half a step up: neither 0 nor 1, so its logarithm is a number.
  const uniform = () => (next() + 0.5) / 4294967296
  const uniforms = (into: Float64Array, count: number) => {
    let [e, f, g, h] = [a, b, c, d]
    for (let at = 0; at < count; at++) {
      const t = (((e + f) | 0) + h) | 0
      h = (h + 1) | 0
      e = f ^ (f >>> 9)
      f = (g + (g << 3)) | 0
      g = (g << 21) | (g >>> 11)
      g = (g + t) | 0
      into[at] = ((t >>> 0) + 0.5) / 4294967296
    }
    ;[a, b, c, d] = [e, f, g, h]
  }
  return { uniform, uniforms }
}

function cyrb128(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    a = b ^ Math.imul(a ^ code, 597399067)
    b = c ^ Math.imul(b ^ code, 2869860233)
    c = d ^ Math.imul(c ^ code, 951274213)
    d = a ^ Math.imul(d ^ code, 2716044179)
  }
  a = Math.imul(c ^ (a >>> 18), 597399067)
  b = Math.imul(d ^ (b >>> 22), 2869860233)
  c = Math.imul(a ^ (c >>> 17), 951274213)
  d = Math.imul(b ^ (d >>> 19), 2716044179)
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a]
}
