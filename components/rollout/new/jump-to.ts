/** Brings what has this id into view and gives it the focus, so that the keyboard goes on from there. */
export function jumpTo(id: string): void {
  const found = document.getElementById(id)
  if (!found) return
  found.scrollIntoView({ block: 'center' })
  found.focus({ preventScroll: true })
}
