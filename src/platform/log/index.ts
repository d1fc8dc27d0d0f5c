import { pino, type Logger } from 'pino'

export type Log = Logger

/** A structured log on standard output. Secrets and personal data are taken out by name, should one slip in. */
export function openLog(level: string): Log {
  return pino({
    level,
    base: undefined,
    redact: {
      paths: ['password', 'secret', 'token', 'phone', 'email', 'cookie', 'authorization', '*.password', '*.secret', '*.token', '*.phone', '*.email', 'headers', '*.headers'],
      censor: '[hidden]',
    },
  })
}
