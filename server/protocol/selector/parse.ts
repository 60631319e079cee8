import { KEYS, type Kind, keyOf, type SelectorKey } from './keys.ts'
import type { Comparison, Selector, Term } from './term.ts'
import { splitWords, type Word } from './words.ts'

/** `at`: the character the message is about, counted from 0. */
export type Problem = { readonly ok: false; readonly at: number; readonly message: string }
export type Parsed = { readonly ok: true; readonly selector: Selector } | Problem

/**
 * The one language for lists, cohorts and rules: `type:jetson-orin region:eu label.env=prod last_seen:<1h`. Conditions
 * separated by spaces must all hold; commas are alternatives; `-` before a condition or `!=` in it turns it round.
 */
export function parseSelector(source: string): Parsed {
  const split = splitWords(source)
  if (!split.ok) return { ok: false, at: split.at, message: 'This quote is not closed: add a " after the value.' }
  const selector: Term[] = []
  for (const word of split.words) {
    const term = termOf(word)
    if ('message' in term) return term
    selector.push(term)
  }
  return { ok: true, selector }
}

/** The condition each word of the text makes, with its place, for showing them apart. Only for a text that parses. */
export function termsIn(source: string): readonly { term: Term; from: number; to: number }[] {
  const split = splitWords(source)
  if (!split.ok) return []
  return split.words.flatMap((word) => {
    const term = termOf(word)
    return 'message' in term ? [] : [{ term, from: word.from, to: word.to }]
  })
}

const SHAPE = /^(-?)([A-Za-z_]+(?:\.[A-Za-z0-9_./-]*?)?)(:|!=|=|>=|<=|>|<)(.*)$/s

function termOf(word: Word): Term | Problem {
  const problem = (message: string, offset = 0): Problem => ({ ok: false, at: word.from + offset, message })
  if (!word.quoted[0] && /^[()]|^(and|or|not)$/i.test(word.text))
    return problem(
      'Conditions are joined by a space, alternatives by a comma: there are no brackets and no words between.',
    )
  // A quote at the beginning makes the word plain text, whatever stands in it.
  const shape = word.quoted[0] ? null : SHAPE.exec(word.text)
  if (!shape) {
    if (word.text === '' || (word.text === '-' && !word.quoted[0])) return problem('There is nothing to look for here.')
    return { on: 'text', value: word.text }
  }
  const [, minus = '', name = '', sign = '', rest = ''] = shape
  const after = minus.length + name.length + sign.length
  // What stands in quotes is a value, never an operator.
  const operator =
    sign === ':' && !word.quoted[after] ? (/^(!=|>=|<=|>|<|=)/.exec(rest)?.[0] ?? '') : sign.replace(':', '')
  const valueAt = after + (sign === ':' ? operator.length : 0)
  const value = { text: word.text.slice(valueAt), quoted: word.quoted.slice(valueAt), at: valueAt }
  if (value.text === '') return problem(`A value is missing after ${word.text.slice(0, valueAt)}`, valueAt)
  const negated = (minus === '-') !== (operator === '!=')
  const range = /[<>]/.test(operator)
  if (name.startsWith('label.') && name.length > 6) {
    if (range) return problem('A label is compared by = or !=, not by size.', after - sign.length)
    const values = alternatives(value)
    return values
      ? { on: 'label', label: name.slice(6), is: negated ? 'not-in' : 'in', values }
      : problem('An alternative is empty: remove the comma.', valueAt)
  }
  const key = keyOf(name)
  if (!key) return problem(unknownKey(name), minus.length)
  return conditionOf(key, { negated, minus: minus === '-', operator, value }, problem)
}

type Value = { readonly text: string; readonly quoted: readonly boolean[]; readonly at: number }
type Written = { negated: boolean; minus: boolean; operator: string; value: Value }

function conditionOf(
  key: SelectorKey,
  { negated, minus, operator, value }: Written,
  problem: (message: string, offset?: number) => Problem,
): Term | Problem {
  const { kind, example } = KEYS[key]
  if (kind === 'number' || kind === 'age') {
    const number = kind === 'age' ? seconds(value.text) : plainNumber(value.text)
    if (number === null)
      return problem(
        kind === 'age' ? `A time is like 30s, 15m, 6h or 7d: ${example}` : `A number is needed: ${example}`,
        value.at,
      )
    const comparison = (operator || '=') as Comparison
    return { on: 'number', key, is: minus ? OPPOSITE[comparison] : comparison, value: number }
  }
  if (/[<>]/.test(operator)) return problem(`${key} has no size: write ${example}`, value.at - operator.length)
  const values = alternatives(value)
  if (!values) return problem('An alternative is empty: remove the comma.', value.at)
  const wrong = values.find((one) => !isChoice(key, kind, one))
  if (wrong !== undefined)
    return problem(`${key} can not be “${wrong}”: it is one of ${choicesOf(key, kind).join(', ')}.`, value.at)
  return { on: 'key', key, is: negated ? 'not-in' : 'in', values }
}

const OPPOSITE = { '<': '>=', '>=': '<', '>': '<=', '<=': '>', '=': '!=', '!=': '=' } as const

/** Cut at commas outside quotes; null when one of them is empty. */
function alternatives({ text, quoted }: Value): string[] | null {
  const values: string[] = []
  let value = ''
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === ',' && !quoted[at]) {
      values.push(value)
      value = ''
    } else value += text.charAt(at)
  }
  values.push(value)
  return values.includes('') ? null : values
}

const choicesOf = (key: SelectorKey, kind: Kind): readonly string[] => {
  const known = KEYS[key]
  if (kind === 'flag') return ['yes', 'no']
  return 'choices' in known ? known.choices : []
}

const isChoice = (key: SelectorKey, kind: Kind, value: string): boolean =>
  kind === 'text' || choicesOf(key, kind).includes(value)

const UNIT = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const

function seconds(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text)
  return found ? Number(found[1]) * UNIT[found[2] as keyof typeof UNIT] : null
}

const plainNumber = (text: string): number | null => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : null)

function unknownKey(name: string): string {
  const near = Object.keys(KEYS).find((key) => key.startsWith(name.slice(0, 3).toLowerCase()))
  return near
    ? `There is no “${name}”: did you mean ${near}? Quote the word to look for it as text.`
    : `There is no “${name}”. Known are ${Object.keys(KEYS).join(', ')} and label.NAME.`
}
