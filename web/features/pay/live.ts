import { onLive } from '$api/live'

onLive(['PaymentChanged', 'BuyButtonsChanged', 'PayAccountsChanged', 'LinkMade', 'LinkClosed', 'LinkChanged'], ['buy-buttons'])
onLive(['PaymentChanged'], ['payments'])
onLive(['PayAccountsChanged'], ['pay-accounts'])
