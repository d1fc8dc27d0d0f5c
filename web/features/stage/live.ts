import { onLive } from '$api/live'

// Whatever a stage is made of.
onLive(
  [
    'FactSaid',
    'SelfTestKept',
    'SelfTestForgotten',
    'StageDisputed',
    'DisputeTakenBack',
    'ResolutionChanged',
    'ResolutionDropped',
    'ItemAnswered',
    'ItemReturned',
    'StoryChanged',
    'OrderNoted',
    'OrderChanged',
    'PostPublished',
    'PostsNoted',
    'HandOverDone',
    'AccountConnected',
  ],
  ['stage'],
)
