import { Plus } from 'lucide-react'
import Link from 'next/link'
import type { ActPermission } from '../../server/protocol/views/person.ts'
import { page } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'

/** Visible to everybody; whoever may not plan reads why. */
export function NewRolloutLink({ create }: { create: ActPermission }) {
  const content = (
    <>
      <Plus aria-hidden className="size-4" strokeWidth={1.75} />
      New rollout
    </>
  )
  if (create.allowed)
    return (
      <Link href={page.newRollout()} className={buttonClass({ tone: 'primary' })}>
        {content}
      </Link>
    )
  return (
    <Button tone="primary" refused={create.because}>
      {content}
    </Button>
  )
}
