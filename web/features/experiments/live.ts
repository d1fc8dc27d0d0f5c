import { onLive } from '$api/live'

// Its weeks are kept by posts; orders count once it is over.
onLive(['ExperimentBegun', 'ExperimentCalledOff', 'PostPublished', 'PostsNoted', 'HandOverDone', 'OrderNoted', 'OrderChanged', 'OrdersImported'], ['experiments'])
