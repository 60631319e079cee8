/** A piece of a selector's text: `text` without its quotes, and where it stands. */
export type Word = {
  readonly text: string
  readonly from: number
  readonly to: number
  /** which characters of `text` stood in quotes, so that a comma or star in them means itself */
  readonly quoted: readonly boolean[]
}

export type Split = { readonly ok: true; readonly words: readonly Word[] } | { readonly ok: false; readonly at: number }

/** Splits at white space outside quotes; a quote that is not closed is an error at its beginning. */
export function splitWords(source: string): Split {
  const words: Word[] = []
  let at = 0
  while (at < source.length) {
    if (/\s/.test(source.charAt(at))) {
      at += 1
      continue
    }
    const from = at
    let text = ''
    const quoted: boolean[] = []
    while (at < source.length && !/\s/.test(source.charAt(at))) {
      if (source.charAt(at) !== '"') {
        text += source.charAt(at)
        quoted.push(false)
        at += 1
        continue
      }
      const end = closing(source, at)
      if (end === -1) return { ok: false, at }
      const inner = source.slice(at + 1, end).replaceAll(/\\(["\\])/g, '$1')
      text += inner
      quoted.push(...Array.from(inner, () => true))
      at = end + 1
    }
    words.push({ text, from, to: at, quoted })
  }
  return { ok: true, words }
}

/** Place of the quote that ends what begins at `open`; -1 when there is none. */
function closing(source: string, open: number): number {
  for (let at = open + 1; at < source.length; at += 1) {
    if (source.charAt(at) === '\\') at += 1
    else if (source.charAt(at) === '"') return at
  }
  return -1
}
