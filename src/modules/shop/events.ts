/** What this module announces. Ids and plain values only; whoever hears asks for the rest. */
export type ShopEvent =
  | { type: 'OrderNoted'; orderId: string; orderedAt: string; linkId: string | null; postId: string | null }
  /** Also when an order was taken back or restored. */
  | { type: 'OrderChanged'; orderId: string }
  | { type: 'OrdersImported'; importId: string; added: number; changed: number }
  | { type: 'OrdersImportProgressed'; importId: string }
  | { type: 'ProductsChanged'; productId: string }
