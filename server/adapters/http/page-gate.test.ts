import { describe, expect, it } from 'vitest'
import type { Person } from '../../protocol/views/person.ts'
import { pageGate } from './page-gate.ts'

const ada: Person = { id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'approver' }
const visit = { path: '/', search: '', person: null as Person | null, setup: false }

const cases = [
  { name: 'the first visitor of a new server creates the owner', ...visit, setup: true, goes: '/setup' },
  { name: 'setup itself is open while nobody exists', ...visit, path: '/setup', setup: true, goes: null },
  { name: 'setup is closed once somebody exists', ...visit, path: '/setup', goes: '/' },
  { name: 'a signed-out visitor signs in', ...visit, goes: '/login' },
  {
    name: 'and comes back to where they wanted to go',
    ...visit,
    path: '/rollouts/r1',
    search: '?wave=2',
    goes: '/login?next=%2Frollouts%2Fr1%3Fwave%3D2',
  },
  { name: 'the sign-in page is open', ...visit, path: '/login', goes: null },
  { name: 'who is signed in needs no sign-in page', ...visit, path: '/login', person: ada, goes: '/' },
  { name: 'who is signed in goes on', ...visit, path: '/fleet', person: ada, goes: null },
]

describe('where a request for a page goes', () => {
  it.each(cases)('$name', ({ goes, path, search, person, setup }) => {
    expect(pageGate({ path, search, person, setup })).toEqual(
      goes === null ? { go: 'on' } : { go: 'to', location: goes },
    )
  })
})
