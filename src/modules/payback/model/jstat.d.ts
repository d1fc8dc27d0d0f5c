declare module 'jstat' {
  interface Distribution {
    inv(share: number, one: number, other: number): number
    cdf(value: number, one: number, other: number): number
  }
  const jstat: { gamma: Distribution; beta: Distribution; normal: Distribution; binomial: Pick<Distribution, 'cdf'> }
  export default jstat
}
