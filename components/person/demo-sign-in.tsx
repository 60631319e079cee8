'use client'

import { Button } from '../ui/button.tsx'

const PEOPLE = [
  { role: 'Operator', email: 'operator@demo.wavegate', does: 'plans and starts rollouts' },
  { role: 'Approver', email: 'approver@demo.wavegate', does: 'lets waves through, or not' },
  { role: 'On-call', email: 'oncall@demo.wavegate', does: 'reads everything, and may pause' },
  { role: 'Owner', email: 'owner@demo.wavegate', does: 'does all of that, and readmits what was revoked' },
] as const
const PASSWORD = 'wavegate-demo'

export function DemoSignIn({
  busy,
  onChoose,
}: {
  busy: string | null
  onChoose: (email: string, password: string) => void
}) {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">This is a demo. Choose who you are:</p>
      {PEOPLE.map((person, index) => (
        <div key={person.email} className="grid grid-cols-[112px_1fr] items-center gap-3">
          <Button
            tone={index === 0 ? 'primary' : 'secondary'}
            busy={busy === person.email}
            className="h-10 pointer-coarse:h-11"
            onClick={() => onChoose(person.email, PASSWORD)}
          >
            {person.role}
          </Button>
          <span className="text-muted text-secondary">{person.does}</span>
        </div>
      ))}
      <p className="mt-3 flex items-center gap-3 text-muted text-secondary before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        or sign in by name
      </p>
    </div>
  )
}
