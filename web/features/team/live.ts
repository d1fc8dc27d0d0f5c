import { onLive } from '$api/live'

onLive(['MemberAdded', 'MemberChanged', 'MemberLeft', 'MemberRestored', 'MemberJoined', 'WorthSet'], ['members'])
onLive(['MemberInvited', 'MemberJoined', 'InvitationWithdrawn', 'InvitationMailed'], ['invitations'])
