'use client'

import { useRouter } from 'next/navigation'
import type { ReleaseView } from '../../server/protocol/views/release-view.ts'
import { page } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { cn } from '../ui/cn.ts'
import { inputClass } from '../ui/field.tsx'
import { Table, Td, Th } from '../ui/table.tsx'

/** What changed since another release of the same name; the address holds which. */
export function CompareCard({ view: { compare, others, release } }: { view: ReleaseView }) {
  const router = useRouter()
  if (others.length === 0)
    return (
      <Card title="Compare">
        <p className="text-muted">There is no other release of {release.name} yet.</p>
      </Card>
    )
  const acts = (
    <label className="flex items-center gap-2 text-secondary">
      <span className="text-muted">with</span>
      <select
        aria-label="Compare with"
        className={cn(inputClass, 'w-auto pr-6')}
        value={compare?.id ?? ''}
        onChange={(event) => router.replace(page.release(release.id, event.target.value), { scroll: false })}
      >
        {!compare && <option value="">choose one</option>}
        {others.map(({ id, version }) => (
          <option key={id} value={id}>
            {version}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <Card title="Compare" acts={acts} flush>
      {!compare || compare.changes.length === 0 ? (
        <p className="px-4 py-6 text-muted">
          {compare
            ? `The manifests of ${compare.version} and ${release.version} say the same.`
            : 'Choose a release to compare with.'}
        </p>
      ) : (
        <Table label={`Changes from ${compare.version} to ${release.version}`}>
          <thead>
            <tr>
              <Th>Where</Th>
              <Th>{compare.version}</Th>
              <Th>{release.version}</Th>
            </tr>
          </thead>
          <tbody>
            {compare.changes.map(({ path, before, after }) => (
              <tr key={path}>
                <Td className="font-mono text-secondary">{path}</Td>
                <Value text={before} />
                <Value text={after} />
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}

function Value({ text }: { text: string | null }) {
  return (
    <Td className="min-w-40 max-w-64 break-all font-mono text-secondary">
      {text === null ? (
        <span className="font-sans text-muted">not there</span>
      ) : (
        <span className="value">{shortened(text)}</span>
      )}
    </Td>
  )
}

const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
