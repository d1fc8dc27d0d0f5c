/** Draws for simulated shops, the same in every run: mulberry32, Knuth's Poisson, Box and Muller's normal. */
export function drawsOf(seed: number) {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const poisson = (mean: number) => {
    const end = Math.exp(-mean)
    let count = 0
    for (let product = uniform(); product > end; product *= uniform()) count++
    return count
  }
  return {
    /** Orders of a week whose rate itself varies by `variation` of it. */
    orders: (mean: number, variation = 0) => poisson(mean * Math.exp(variation * normal() - variation ** 2 / 2)),
  }
}
