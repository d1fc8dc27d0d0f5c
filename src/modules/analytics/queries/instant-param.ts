/** As ClickHouse reads a DateTime64 parameter. */
export const instantParam = (at: Date): string => at.toISOString().replace('T', ' ').slice(0, 23)
