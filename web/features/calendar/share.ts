/** Phones hand text and pictures straight to the app that is chosen; only over https. */
export const canShare = () => typeof navigator.share === 'function'

export async function share(text: string, pictures: readonly { src: string; name: string }[]): Promise<void> {
  const files = await Promise.all(
    pictures.map(async ({ src, name }) => {
      const bytes = await (await fetch(src)).blob()
      return new File([bytes], name, { type: bytes.type })
    }),
  )
  // Some phones take text alone: then the pictures are saved by their own buttons.
  const whole = files.length > 0 && navigator.canShare?.({ files, text }) ? { text, files } : { text }
  try {
    await navigator.share(whole)
  } catch (error) {
    // Closing the phone's own sheet is no failure.
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
  }
}
