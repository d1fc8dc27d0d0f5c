// What the server wrote into the page (app/ahead.ts, app/answer-ahead.ts) stands there until the screen has drawn the same.

/** Shows what was drawn behind it, all at once. */
export function takeOver() {
  delete document.body.dataset.ahead
  document.getElementById('ahead')?.remove()
  // The rest of the page may still be on its way.
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', takeOver, { once: true })
}

/** The same, unless the answer stands there too: that goes once it is drawn itself. */
export function takeOverQuestion() {
  if (!document.getElementById('said')) takeOver()
}
