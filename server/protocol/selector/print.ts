import type { Selector, Term } from './term.ts'

/** The selector as text again: parsing it gives the same selector, so a chip and its text are one thing. */
export const printSelector = (selector: Selector): string => selector.map(printTerm).join(' ')

export function printTerm(term: Term): string {
  switch (term.on) {
    case 'text':
      return /[\s"():=<>!,-]|^(and|or|not)$/i.test(term.value) ? quote(term.value) : term.value
    case 'label':
      return `label.${term.label}${term.is === 'in' ? '=' : '!='}${term.values.map(printValue).join(',')}`
    case 'key':
      return `${term.key}:${term.is === 'in' ? '' : '!='}${term.values.map(printValue).join(',')}`
    case 'number':
      return `${term.key}:${term.is === '=' ? '' : term.is}${term.key === 'last_seen' ? age(term.value) : term.value}`
  }
}

const printValue = (value: string): string => (/[\s",]|^[!<>=]/.test(value) ? quote(value) : value)

const quote = (text: string): string => `"${text.replaceAll(/(["\\])/g, '\\$1')}"`

function age(seconds: number): string {
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
  ] as const)
    if (seconds > 0 && seconds % size === 0) return `${seconds / size}${unit}`
  return `${seconds}s`
}
