/** The screen's question stood there before any script (app/ahead.ts); once the screen is drawn, it asks it itself. */
export const takeOver = () => {
  document.getElementById('ahead')?.remove()
}
