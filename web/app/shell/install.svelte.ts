interface InstallOffer extends Event {
  prompt(): Promise<unknown>
}

let offer = $state.raw<InstallOffer>()

// Chromium offers once, early; who wants it later must have kept the offer.
if (typeof window !== 'undefined') {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer = event as InstallOffer
  })
}

export const install = {
  /** Over plain http no browser installs anything. */
  get possible() {
    return isSecureContext
  },
  get done() {
    return matchMedia('(display-mode: standalone)').matches
  },
  get offered() {
    return offer !== undefined
  },
  async ask() {
    await offer?.prompt()
    offer = undefined
  },
}
