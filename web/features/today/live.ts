import { onLive } from '$api/live'

// Whatever gives the day a thing more or less.
onLive(
  [
    'ItemAnswered',
    'ItemReturned',
    'ResolutionChanged',
    'ResolutionDropped',
    'DayEnded',
    'DayReopened',
    'TimerStarted',
    'TimerStopped',
    'TimerPaused',
    'TimeboxSet',
    'MinutesLogged',
    'MinutesChanged',
    'MinutesDrafted',
    'EveningNoted',
    'OrderNoted',
    'OrderChanged',
    'RatesChanged',
    'FormOrderSent',
    'FormOrderChanged',
    'HandOverDue',
    'HandOverDone',
    'PostPublished',
    'PostFailed',
    'PostNeedsYou',
    'AudienceSeen',
  ],
  ['today'],
)
