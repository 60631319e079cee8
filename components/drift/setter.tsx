import Link from 'next/link'
import type { KeySetter } from '../../server/protocol/views/drift-view.ts'
import { At } from '../live/time.tsx'
import { page } from '../paths.ts'

const SCOPE = { fleet: 'the whole fleet', group: 'a group', site: 'the site', device: 'the device' } as const

/** Who said what is desired, for whom, and when. */
export function Setter({ set }: { set: KeySetter }) {
  return (
    <>
      {' '}
      · intended by {set.by} for{' '}
      <Link
        className="underline decoration-border underline-offset-2 hover:decoration-current"
        href={page.config({ scope: set.from.scope, key: set.from.key })}
      >
        {SCOPE[set.from.scope]}
      </Link>
      , <At at={set.at} seconds={false} />
    </>
  )
}
