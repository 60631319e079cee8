import { describe, expect, it } from 'vitest'
import { foreignOrigin } from './same-origin.ts'

const ours = ['https://wavegate.example']
const cases: readonly { name: string; method: string; headers: Record<string, string>; refused: boolean }[] = [
  { name: 'reading needs no origin', method: 'GET', headers: {}, refused: false },
  { name: 'our own page may act', method: 'POST', headers: { origin: 'https://wavegate.example' }, refused: false },
  {
    name: 'a browser that only says same-origin may act',
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    refused: false,
  },
  { name: 'another origin may not', method: 'POST', headers: { origin: 'https://evil.example' }, refused: true },
  {
    name: 'a look-alike may not',
    method: 'POST',
    headers: { origin: 'https://wavegate.example.evil.example' },
    refused: true,
  },
  { name: 'a sandboxed frame may not', method: 'PUT', headers: { origin: 'null' }, refused: true },
  {
    name: 'a sibling domain may not',
    method: 'POST',
    headers: { origin: 'https://wavegate.example', 'sec-fetch-site': 'same-site' },
    refused: true,
  },
  { name: 'nothing said is not enough', method: 'DELETE', headers: {}, refused: true },
]

describe('[T12] who may change something with a session cookie', () => {
  it.each(cases)('$name', ({ method, headers, refused }) => {
    expect(foreignOrigin(method, new Headers(headers), ours) !== null).toBe(refused)
  })
})
