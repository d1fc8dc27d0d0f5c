import { z } from 'zod'

/** How a buyer gets what they ordered by the form. */
export const formDeliveries = ['pick-up', 'delivery'] as const
export const FormDelivery = z.enum(formDeliveries)
export type FormDelivery = z.infer<typeof FormDelivery>
