import type { SelectorKey } from './keys.ts'

/** One condition; a selector's conditions must all hold. `values` are alternatives: one of them must hold. */
export type Term =
  /** free text: somewhere in id, name or site */
  | { readonly on: 'text'; readonly value: string }
  | { readonly on: 'label'; readonly label: string; readonly is: 'in' | 'not-in'; readonly values: readonly string[] }
  /** `*` in a value stands for any characters */
  | { readonly on: 'key'; readonly key: SelectorKey; readonly is: 'in' | 'not-in'; readonly values: readonly string[] }
  /** numbers as written; ages in seconds */
  | { readonly on: 'number'; readonly key: SelectorKey; readonly is: Comparison; readonly value: number }

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!='

export type Selector = readonly Term[]
