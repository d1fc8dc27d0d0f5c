import { onLive } from '$api/live'

// Whatever changes a figure: orders, hours, their worth, costs, visits, followers.
onLive(
  [
    'OrderNoted',
    'OrderChanged',
    'OrdersImported',
    'RatesChanged',
    'MinutesLogged',
    'MinutesChanged',
    'TimerStopped',
    'EveningNoted',
    'CostNoted',
    'CostChanged',
    'LeadChanged',
    'TrafficWorthSet',
    'UsualMarginSaid',
    'TrafficCounted',
    'OpeningChanged',
    'MonthClosed',
    'CorrectionsNoted',
    'WorthSet',
    'ShopChanged',
    'FollowersNoted',
    'HitsLoaded',
  ],
  ['payback'],
)
