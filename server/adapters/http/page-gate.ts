import type { Person } from '../../protocol/views/person.ts'

export type PageGate = { readonly go: 'on' } | { readonly go: 'to'; readonly location: string }

/** Where a request for a page goes: nobody yet → setup, signed out → sign-in with the way back, everybody else → on. */
export function pageGate(visit: { path: string; search: string; person: Person | null; setup: boolean }): PageGate {
  const { path, search, person, setup } = visit
  if (setup) return path === '/setup' ? { go: 'on' } : { go: 'to', location: '/setup' }
  if (path === '/setup') return { go: 'to', location: '/' }
  if (path === '/login') return person ? { go: 'to', location: '/' } : { go: 'on' }
  if (person) return { go: 'on' }
  const back = `${path}${search}`
  return { go: 'to', location: back === '/' ? '/login' : `/login?next=${encodeURIComponent(back)}` }
}
