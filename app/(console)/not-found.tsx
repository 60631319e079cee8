import Link from 'next/link'
import { page } from '../../components/paths.ts'
import { buttonClass } from '../../components/ui/button-class.ts'
import { Frame } from '../frame.tsx'

export default function NotFound() {
  return (
    <Frame crumbs={[{ label: 'Not found' }]}>
      <title>Not found · Wavegate</title>
      <div className="max-w-prose py-10">
        <h1 className="font-semibold text-page">There is nothing at this address</h1>
        <p className="mt-2 text-form text-muted">
          The link may be cut off, or what it names was never on this server. Look for it here:
        </p>
        <div className="mt-5 flex flex-wrap gap-2">
          <Link className={buttonClass()} href={page.rollouts()}>
            All rollouts
          </Link>
          <Link className={buttonClass()} href={page.devices()}>
            All devices
          </Link>
          <Link className={buttonClass()} href={page.approvals()}>
            All approvals
          </Link>
        </div>
      </div>
    </Frame>
  )
}
