import type { Country } from '#contract/values.ts'

/** How a number is written where the shop is: an example from next door would not be understood. */
export const phoneLike = (country: Country): string => ({ ID: '0812-3456-7890', MY: '011-1234 5678' })[country]
