declare module 'jstat' {
  interface Distribution {
    inv(share: number, one: number, other: number): number
    cdf(value: number, one: number, other: number): number
  }
  const jstat: { gamma: Distribution; beta: Distribution; normal: Distribution }
  export default jstat
}
