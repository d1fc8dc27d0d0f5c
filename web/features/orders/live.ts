import { onLive } from '$api/live'

onLive(['OrderNoted', 'OrderChanged', 'OrdersImported', 'UsualMarginSaid'], ['orders'])
onLive(['UsualMarginSaid'], ['usual-margins'])
onLive(['RatesChanged'], ['rates', 'orders'])
onLive(['OrderNoted', 'OrderChanged', 'OrdersImported'], ['rates'])
onLive(['OrdersImportProgressed', 'OrdersImported'], ['imports'])
onLive(['VouchersChanged'], ['vouchers'])
onLive(['ProductsChanged', 'OrderNoted', 'OrdersImported'], ['products'])
