import { onLive } from '$api/live'

onLive(['OrderNoted', 'OrderChanged', 'OrdersImported'], ['orders'])
onLive(['OrdersImportProgressed', 'OrdersImported'], ['imports'])
onLive(['ProductsChanged', 'OrderNoted', 'OrdersImported'], ['products'])
