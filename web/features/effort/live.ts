import { onLive } from '$api/live'

// What another phone, or a reaction, did: asked again here.
onLive(['TimerStarted', 'TimerStopped', 'TimerPaused', 'TimerFollowed', 'MinutesChanged'], ['timer'])
onLive(['TimeboxSet'], ['hours'])
onLive(['TimerStopped', 'MinutesLogged', 'MinutesChanged', 'MinutesDrafted'], ['hours', 'evening'])
onLive(['EveningNoted'], ['evening', 'hours'])
onLive(['CostNoted', 'CostChanged'], ['costs'])
onLive(['WorthSet', 'MemberAdded'], ['hours'])
