import { describe, expect, it } from 'vitest'
import { byteRange } from './byte-range.ts'

const etag = '"abc"'
const cases = [
  { name: 'no header asks for the whole', range: undefined, wants: { kind: 'whole' } },
  { name: 'a resumed download asks for the rest', range: 'bytes=40-', wants: { kind: 'part', first: 40, last: 99 } },
  { name: 'a closed range is inclusive', range: 'bytes=0-9', wants: { kind: 'part', first: 0, last: 9 } },
  { name: 'a range beyond the end is cut', range: 'bytes=90-500', wants: { kind: 'part', first: 90, last: 99 } },
  { name: 'a suffix counts from the end', range: 'bytes=-10', wants: { kind: 'part', first: 90, last: 99 } },
  { name: 'a start at the end cannot be satisfied', range: 'bytes=100-', wants: { kind: 'unsatisfiable' } },
  { name: 'an empty suffix cannot be satisfied', range: 'bytes=-0', wants: { kind: 'unsatisfiable' } },
  { name: 'several ranges are answered with the whole', range: 'bytes=0-1,5-6', wants: { kind: 'whole' } },
  { name: 'a backwards range is ignored', range: 'bytes=9-3', wants: { kind: 'whole' } },
  { name: 'another unit is ignored', range: 'lines=1-2', wants: { kind: 'whole' } },
  { name: 'If-Range with other bytes gets the whole', range: 'bytes=40-', ifRange: '"old"', wants: { kind: 'whole' } },
  {
    name: 'If-Range with the same bytes resumes',
    range: 'bytes=40-',
    ifRange: etag,
    wants: { kind: 'part', first: 40, last: 99 },
  },
]

describe('what a Range header asks for', () => {
  it.each(cases)('$name', ({ range, ifRange, wants }) => {
    expect(byteRange(range, ifRange, etag, 100)).toEqual(wants)
  })
})
