import { z } from 'zod'
import { SalesPlace } from './channels.ts'
import { route } from './route.ts'
import { Id, Instant, ShopParams, ShopThingParams } from './values.ts'

/** What the columns of a shop's own file can be named as; the first two must be. */
export const ownFields = ['orderedAt', 'amount', 'id', 'product', 'quantity', 'status', 'phone'] as const
export type OwnField = (typeof ownFields)[number]
const ColumnName = z.string().min(1).max(200)
const OwnColumns = z.object(
  Object.fromEntries(ownFields.map((field) => [field, ColumnName.optional()])) as Record<OwnField, z.ZodOptional<typeof ColumnName>>,
)

export const NameColumns = z.object({
  /** By the name that stands in the file's header. */
  columns: OwnColumns.extend({ orderedAt: ColumnName, amount: ColumnName }),
  salesPlace: SalesPlace,
})
export type NameColumns = z.infer<typeof NameColumns>

/** What became of an import's orders when it was taken back; of a settlement file, of what it told of them. */
export const ImportUndone = z.object({
  /** New with it, and gone again. */
  taken: z.int(),
  /** Changed by it, and as they were before. */
  restored: z.int(),
  /** Changed since by hand or by a web shop, so left as they are. */
  kept: z.int(),
  /** A later file tells of them too: left as that says. */
  told: z.int(),
})
export type ImportUndone = z.infer<typeof ImportUndone>

/** So long what an import changed is remembered as it was before. */
export const IMPORT_UNDO_DAYS = 90

export const importStates = ['reading', 'asking', 'done', 'failed', 'stopped'] as const
export const OrdersImport = z.object({
  id: Id,
  fileName: z.string(),
  /** Which file it turned out to be (`shopee-id`); null while that is not known. */
  format: z.string().nullable(),
  /** What it told: orders, or what was paid out for them. */
  tells: z.enum(['orders', 'settlements']),
  salesPlace: SalesPlace.nullable(),
  state: z.enum(importStates),
  /** It stands at `reading` and nobody works at it any more: send the file again, nothing is doubled. */
  interrupted: z.boolean(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  /** Orders in the file, and how many of them are through; 0 while they are being counted. */
  total: z.int(),
  read: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** Of a settlement file: orders that are not here yet. What was paid out for them is kept until they are; the first 50 numbers. */
  awaited: z.object({ count: z.int(), numbers: z.array(z.string()) }).nullable(),
  /** Rows that could not be read; `errors` names the first 200. */
  failedRows: z.int(),
  errors: z.array(z.object({ row: z.int(), column: z.string().nullable(), text: z.string() })),
  /** Where it stands at `asking`: its columns with some of what is in them, and what each probably means. */
  asks: z.object({ columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })), proposed: OwnColumns }).nullable(),
  /** Why the whole file was refused. */
  problem: z.object({ code: z.string(), title: z.string(), kept: z.string().optional(), todo: z.string().optional() }).nullable(),
  /** It brought something in, has ended, and is not too long ago. */
  undoable: z.boolean(),
  undone: ImportUndone.extend({ at: Instant }).nullable(),
})
export type OrdersImport = z.infer<typeof OrdersImport>

export const orderImportsRoutes = {
  importOrders: route({
    method: 'POST',
    path: '/api/shops/:shop/orders/imports',
    who: 'member',
    summary: "Takes in a marketplace's order export or its settlement file; answers at once, the work goes on and is announced.",
    params: ShopParams,
    answer: OrdersImport,
    upload: true,
  }),
  ordersImports: route({
    method: 'GET',
    path: '/api/shops/:shop/orders/imports',
    who: 'member',
    summary: 'The latest imports.',
    params: ShopParams,
    answer: z.array(OrdersImport),
  }),
  ordersImport: route({
    method: 'GET',
    path: '/api/shops/:shop/orders/imports/:id',
    who: 'member',
    summary: 'How far an import is.',
    params: ShopThingParams,
    answer: OrdersImport,
  }),
  stopImport: route({
    method: 'POST',
    path: '/api/shops/:shop/orders/imports/:id/stop',
    who: 'member',
    summary: 'Stops an import; what is in stays in.',
    params: ShopThingParams,
    answer: OrdersImport,
  }),
  undoImport: route({
    method: 'POST',
    path: '/api/shops/:shop/orders/imports/:id/undo',
    who: 'member',
    summary: 'Takes an import back as a whole: its new orders go, those it changed are as before, fees that it told are told no more; what was changed since stays. Twice is once.',
    params: ShopThingParams,
    answer: OrdersImport,
  }),
  restoreImport: route({
    method: 'POST',
    path: '/api/shops/:shop/orders/imports/:id/restore',
    who: 'member',
    summary: 'Brings back what was taken back with an import. Twice is once.',
    params: ShopThingParams,
    answer: OrdersImport,
  }),
  nameImportColumns: route({
    method: 'POST',
    path: '/api/shops/:shop/orders/imports/:id/columns',
    who: 'member',
    summary: 'Says what the columns of a file mean that no format knows; remembered for the next file with the same ones.',
    params: ShopThingParams,
    body: NameColumns,
    answer: OrdersImport,
  }),
}
