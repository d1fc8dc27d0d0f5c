import { onLive } from '$api/live'

onLive(['OrderFormChanged', 'ProductsChanged', 'FormOrderSent', 'FormOrderChanged', 'LinkMade', 'LinkClosed', 'LinkChanged'], ['order-form'])
onLive(['FormOrderSent', 'FormOrderChanged', 'OrderChanged'], ['form-orders'])
