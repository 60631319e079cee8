'use client'

import dynamic from 'next/dynamic'
import type { ReleasesView } from '../../../server/protocol/views/releases-view.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'

// Hashing and uploading are the heaviest part of this page and are of no use before a file is chosen.
const Form = dynamic(
  () =>
    import('./publish-form.tsx').then(
      (module) => module.PublishForm,
      () => Unloaded,
    ),
  { ssr: false, loading: () => <Skeleton className="h-96" /> },
)

export function PublishRelease(props: Pick<ReleasesView, 'publish' | 'platforms'>) {
  return (
    <div className="mx-auto max-w-[960px]">
      <title>Publish a release · Wavegate</title>
      <h1 className="mb-1 font-semibold text-page">Publish a release</h1>
      <p className="mb-4 max-w-prose text-muted">
        The browser hashes each artifact, the server hashes it again, and the release key signs what was published. A
        version is published once and never changes.
      </p>
      <Form {...props} />
    </div>
  )
}
