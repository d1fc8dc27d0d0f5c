/** The key under which the tests seal: the worker that is killed runs in a process of its own, and must open the same. */
export const KEY = Buffer.alloc(32, 42)
