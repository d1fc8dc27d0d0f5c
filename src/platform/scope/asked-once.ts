import type { ReadScope } from './scope.ts'

/**
 * A reading that many parts of one screen ask for at the same moment, asked once: whoever asks within one reading scope
 * while the answer is under way shares it. A scope that writes asks each time, for its own writes may lie between.
 */
export function askedOnce<T>(read: (scope: ReadScope) => Promise<T>): (scope: ReadScope) => Promise<T> {
  const underWay = new WeakMap<ReadScope, Promise<T>>()
  return (scope) => {
    if ('announce' in scope) return read(scope)
    const shared = underWay.get(scope)
    if (shared) return shared
    const asked = read(scope).finally(() => underWay.delete(scope))
    underWay.set(scope, asked)
    return asked
  }
}
