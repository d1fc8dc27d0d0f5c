/** What this module announces. Ids and plain values only; whoever hears asks for the rest. */
export type ShopEvent =
  | { type: 'OrderNoted'; orderId: string; orderedAt: string; linkId: string | null; postId: string | null }
  /** Also when an order was taken back or restored. */
  | { type: 'OrderChanged'; orderId: string }
  /** Also when an import was taken back or brought back. `importId` is null where a web shop told of them one by one. */
  | { type: 'OrdersImported'; importId: string | null; added: number; changed: number }
  /** Its file was sent, and waits to be taken up. */
  | { type: 'OrdersImportBegun'; importId: string }
  | { type: 'OrdersImportProgressed'; importId: string }
  | { type: 'ProductsChanged'; productId: string }
  /** What usually stays of an order is another from a day on (null: since ever). */
  | { type: 'UsualMarginSaid'; from: string | null }
  /** Noted, won, lost, taken out or brought back. */
  | { type: 'LeadChanged'; leadId: string }
  | { type: 'TrafficWorthSet'; siteId: string; from: string }
  /** Made, closed or opened again. */
  | { type: 'VouchersChanged'; voucherId: string }
  /** Visits that earn were counted again, and from this day on some are others than before. */
  | { type: 'TrafficCounted'; from: string }
  /** A provider was connected, changed or taken off. */
  | { type: 'PayAccountsChanged'; accountId: string }
  | { type: 'BuyButtonsChanged'; buttonId: string }
  /** Begun, paid, failed, given back, claimed, confirmed or dismissed. */
  | { type: 'PaymentChanged'; paymentId: string }
  /** Opened, closed or changed. */
  | { type: 'OrderFormChanged' }
  /** Came in by the order form, and waits for its owner's word. */
  | { type: 'FormOrderSent'; formOrderId: string }
  /** Confirmed, declined, or let wait again. */
  | { type: 'FormOrderChanged'; formOrderId: string }
