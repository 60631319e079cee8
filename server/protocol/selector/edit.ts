import type { SelectorKey } from './keys.ts'
import { termsIn } from './parse.ts'
import { printTerm } from './print.ts'
import type { Term } from './term.ts'

/** Whether the text asks for exactly this value of the key, perhaps among others. */
export const asksFor = (source: string, key: SelectorKey, value: string): boolean =>
  termsIn(source).some(({ term }) => isAsking(term, key, value))

/** The alternatives the text asks for of this key; none when it does not narrow by it. */
export function valuesAsked(source: string, key: SelectorKey): readonly string[] {
  const found = termsIn(source).find(({ term }) => isAlternatives(term, key))
  return found && found.term.on === 'key' ? found.term.values : []
}

/** The text asking for exactly these alternatives of the key, or for any when there are none; the rest stays. */
export function withValues(source: string, key: SelectorKey, values: readonly string[]): string {
  const all = termsIn(source)
  const index = all.findIndex(({ term }) => isAlternatives(term, key))
  const found = all[index]
  if (values.length === 0) return found ? withoutTerm(source, index) : source.trim()
  const asking = printTerm({ on: 'key', key, is: 'in', values })
  if (!found) return [source.trim(), asking].filter(Boolean).join(' ')
  return `${source.slice(0, found.from)}${asking}${source.slice(found.to)}`
}

/** The text without its nth condition; the rest stays as it was written. */
export function withoutTerm(source: string, index: number): string {
  const found = termsIn(source)[index]
  if (!found) return source
  return `${source.slice(0, found.from)} ${source.slice(found.to)}`
    .trim()
    .replaceAll(/ {2,}(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ' ')
}

/**
 * Narrows to this value, or lets go of it when it was asked for. Where alternatives were asked for, one of them pressed
 * becomes the only one.
 */
export function toggled(source: string, key: SelectorKey, value: string): string {
  const all = termsIn(source)
  const index = all.findIndex(({ term }) => isAsking(term, key, value))
  const added = printTerm({ on: 'key', key, is: 'in', values: [value] })
  const found = all[index]
  if (!found) return source.trim() === '' ? added : `${source.trim()} ${added}`
  if (found.term.on === 'key' && found.term.values.length > 1)
    return `${source.slice(0, found.from)}${added}${source.slice(found.to)}`
  return withoutTerm(source, index)
}

const isAlternatives = (term: Term, key: SelectorKey): boolean =>
  term.on === 'key' && term.key === key && term.is === 'in'

const isAsking = (term: Term, key: SelectorKey, value: string): boolean =>
  isAlternatives(term, key) && term.on === 'key' && term.values.includes(value)
