export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' }

/**
 * What a `Range` header asks of `size` bytes. One range only; anything this does not understand is the whole, as RFC 9110
 * allows. `ifRange` that names other bytes than `etag` also gets the whole: what was downloaded so far belongs to another file.
 */
export function byteRange(
  range: string | undefined,
  ifRange: string | undefined,
  etag: string,
  size: number,
): ByteRange {
  if (!range || (ifRange !== undefined && ifRange !== etag)) return { kind: 'whole' }
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range.trim())
  if (!match || (match[1] === '' && match[2] === '')) return { kind: 'whole' }
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), size)
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', first: size - length, last: size - 1 }
  }
  const first = Number(match[1])
  const last = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  if (first >= size) return { kind: 'unsatisfiable' }
  return last < first ? { kind: 'whole' } : { kind: 'part', first, last }
}
