import { KEYS, keyOf, type SelectorKey } from '../../server/protocol/selector/keys.ts'
import { printTerm } from '../../server/protocol/selector/print.ts'
import type { DeviceFacetsView } from '../../server/protocol/views/devices-view.ts'

/** `text`: what the word under the caret becomes; `means`: in words. */
export type Suggestion = { readonly text: string; readonly means: string }

const MOST = 8

/** What may be meant by the word that ends at the caret: a key, or a value of the key that was written. */
export function suggest(word: string, facets: DeviceFacetsView | null): Suggestion[] {
  const cut = /^(-?)([a-z_]+)(?::|=)(!?=?)(.*)$/.exec(word)
  if (!cut) return keysLike(word.replace(/^-/, ''), word.startsWith('-') ? '-' : '')
  const [, minus = '', name = '', not = '', begun = ''] = cut
  const key = keyOf(name)
  if (!key) return []
  const sought = begun.toLowerCase()
  return valuesOf(key, facets)
    .filter(({ value, means }) => `${value} ${means}`.toLowerCase().includes(sought) && value !== begun)
    .slice(0, MOST)
    .map(({ value, means }) => ({
      text: `${minus}${printTerm({ on: 'key', key, is: not === '' ? 'in' : 'not-in', values: [value] })}`,
      means,
    }))
}

function keysLike(begun: string, minus: string): Suggestion[] {
  const keys = (Object.keys(KEYS) as SelectorKey[]).filter((key) => key.startsWith(begun.toLowerCase()))
  return keys
    .slice(0, begun === '' ? keys.length : MOST)
    .map((key) => ({ text: `${minus}${key}:`, means: KEYS[key].means }))
}

function valuesOf(key: SelectorKey, facets: DeviceFacetsView | null): { value: string; means: string }[] {
  const known = KEYS[key]
  const counted = facets?.facets.find(({ facet }) => facet === key)?.values ?? []
  if (counted.length > 0)
    return counted.map(({ value, name, devices }) => ({
      value,
      means: `${name === value ? '' : `${name}, `}${devices} ${devices === 1 ? 'device' : 'devices'}`,
    }))
  if (known.kind === 'flag') return ['yes', 'no'].map((value) => ({ value, means: known.means }))
  return 'choices' in known ? known.choices.map((value) => ({ value, means: known.means })) : []
}
