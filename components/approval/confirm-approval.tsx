'use client'

import type { ApprovalView } from '../../server/protocol/views/approval-view.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { plural } from '../ui/numbers.ts'

type Props = {
  view: ApprovalView
  open: boolean
  onOpenChange: (open: boolean) => void
  busy: boolean
  onConfirm: () => void
}

/** The second of two clicks; it starts the wave, so that nobody has to press run afterwards. */
export function ConfirmApproval({ view, open, onOpenChange, busy, onConfirm }: Props) {
  const wave = view.waveLabel.toLowerCase()
  const others = view.needed - view.decisions.filter(({ decision }) => decision === 'approve').length - 1
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Start ${wave} on ${plural(view.deviceCount, 'device')}`}
      description={
        others > 0
          ? `After you, ${plural(others, 'more approver')} must agree before it starts.`
          : 'It starts as soon as you confirm.'
      }
      footer={
        <>
          <Button className="max-md:h-12" onClick={() => onOpenChange(false)}>
            Not yet
          </Button>
          <Button tone="primary" className="max-md:h-12" busy={busy} onClick={onConfirm}>
            Confirm approval
          </Button>
        </>
      }
    >
      <ul className="list-disc space-y-1 pl-4">
        <li>
          <span className="font-mono text-secondary">{view.from}</span> →{' '}
          <span className="font-mono text-secondary">{view.to}</span>
        </li>
        <li>{view.consequence}</li>
        {view.devicesAfter > 0 && (
          <li>{plural(view.devicesAfter, 'more device')} follow in later waves while their gates pass.</li>
        )}
        {view.acknowledge.map((line) => (
          <li key={line}>{line}</li>
        ))}
        <li>To undo: Pause stops what follows; Roll back sends devices back.</li>
      </ul>
    </Dialog>
  )
}
