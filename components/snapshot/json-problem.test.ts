import { expect, test } from 'vitest'
import { lineOfRefusal, parseDocument } from './json-problem.ts'

test.each([
  { name: 'nothing at all is an empty layer', text: ' \n', parsed: { ok: true, document: {} } },
  { name: 'an object', text: '{"a":{"b":1}}', parsed: { ok: true, document: { a: { b: 1 } } } },
  { name: 'a list is no document', text: '[1]', parsed: { ok: false, line: 1 } },
  { name: 'the line of a comma too many', text: '{\n  "a": 1,\n}', parsed: { ok: false, line: 3 } },
  { name: 'the last line of a text that ends too early', text: '{\n  "a": 1\n', parsed: { ok: false } },
])('reads $name', ({ text, parsed }) => expect(parseDocument(text)).toMatchObject(parsed))

const TEXT = '{\n  "mode": 1,\n  "camera": {\n    "exposure": 500\n  }\n}'

test.each([
  { refusal: 'camera.exposure must be <= 100 (as gateway 2 would be told).', line: 4 },
  { refusal: 'camera.gain is required.', line: 3 },
  { refusal: 'mode must be string; and 2 more.', line: 2 },
  { refusal: 'Olive changed this layer meanwhile: read it again.', line: null },
])('a refusal is shown at its key: $refusal', ({ refusal, line }) => expect(lineOfRefusal(TEXT, refusal)).toBe(line))
