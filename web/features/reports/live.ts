import { onLive } from '$api/live'

// Reports are read, not watched: only what is noted by hand moves one that is open.
onLive(['OrderNoted', 'OrderChanged', 'OrdersImported', 'RatesChanged', 'MinutesLogged', 'MinutesChanged', 'CostNoted', 'CostChanged', 'WorthSet', 'ShopChanged'], ['reports'])
onLive(['ReportSubscribed', 'ReportUnsubscribed', 'ReportSettled'], ['reports-mail'])
onLive(['ReportShared', 'ReportShareRevoked'], ['reports-shares'])
