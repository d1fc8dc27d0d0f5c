/** Whether every screen of the desk begins with a namespace: its own words, the channels' names, what modules offer for Today. */
export const isStartWords = (namespace: string): boolean => namespace === 'ui' || namespace === 'channels' || namespace.endsWith('-agenda')
