/** What this module announces. Ids and plain values only; whoever hears asks for the rest. */
export type ShopEvent =
  | { type: 'OrderNoted'; orderId: string; orderedAt: string; linkId: string | null; postId: string | null }
  /** Also when an order was taken back or restored. */
  | { type: 'OrderChanged'; orderId: string }
  | { type: 'OrdersImported'; importId: string; added: number; changed: number }
  /** Its file was sent, and waits to be taken up. */
  | { type: 'OrdersImportBegun'; importId: string }
  | { type: 'OrdersImportProgressed'; importId: string }
  | { type: 'ProductsChanged'; productId: string }
