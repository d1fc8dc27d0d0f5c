import type { Adapter } from '../../adapter.ts'
import { manifest } from './manifest.ts'
import { lookUp } from './look-up.ts'
import { recordKey } from './record-key.ts'
import { send } from './send.ts'
import { connect } from './sign-in.ts'

export const bluesky: Adapter = { manifest, connect, publish: { newKey: recordKey, send, lookUp } }
