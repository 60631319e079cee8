import { expect, test } from 'vitest'
import { parseDocument } from './json-problem.ts'

test.each([
  { name: 'nothing at all is an empty layer', text: ' \n', parsed: { ok: true, document: {} } },
  { name: 'an object', text: '{"a":{"b":1}}', parsed: { ok: true, document: { a: { b: 1 } } } },
  { name: 'a list is no document', text: '[1]', parsed: { ok: false, line: 1 } },
  { name: 'the line of a comma too many', text: '{\n  "a": 1,\n}', parsed: { ok: false, line: 3 } },
  { name: 'the last line of a text that ends too early', text: '{\n  "a": 1\n', parsed: { ok: false } },
])('reads $name', ({ text, parsed }) => expect(parseDocument(text)).toMatchObject(parsed))
