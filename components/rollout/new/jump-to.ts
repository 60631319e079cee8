/**
 * Brings what has this id into view and gives it the focus, so that the keyboard goes on from there. Of a whole section it is
 * the field that is refused.
 */
export function jumpTo(id: string): void {
  const named = document.getElementById(id)
  const found = named?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? named
  if (!found) return
  found.scrollIntoView({ block: 'center' })
  found.focus({ preventScroll: true })
}
