'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { act } from '../live/api.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { DemoSignIn } from './demo-sign-in.tsx'

/** Says once what went wrong, and never which half of it was wrong. */
export function SignInForm({ demo, onSignedIn }: { demo: boolean; onSignedIn: () => void }) {
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [shown, setShown] = useState(false)

  const signIn = async (email: string, password: string) => {
    setBusy(email)
    setError(null)
    const answer = await act(api.signIn(), { email, password })
    if (answer.ok) return onSignedIn()
    setBusy(null)
    setError(answer.signedOut ? 'E-mail and password do not match. Check both and try again.' : answer.refusal.message)
  }

  return (
    <div className="flex flex-col gap-5">
      {error && (
        <p role="alert" className="rounded-control bg-fail-soft px-3 py-2 text-fail-text">
          {error}
        </p>
      )}
      {demo && <DemoSignIn busy={busy} onChoose={signIn} />}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          const fields = new FormData(event.currentTarget)
          void signIn(String(fields.get('email')), String(fields.get('password')))
        }}
      >
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
        <div className="relative">
          <TextField
            label="Password"
            name="password"
            type={shown ? 'text' : 'password'}
            autoComplete="current-password"
            required
            className="pr-12"
          />
          <Button
            tone="ghost"
            size="icon"
            className="absolute right-0 bottom-0"
            aria-label={shown ? 'Hide password' : 'Show password'}
            onClick={() => setShown(!shown)}
          >
            {shown ? (
              <EyeOff aria-hidden className="size-4" strokeWidth={1.75} />
            ) : (
              <Eye aria-hidden className="size-4" strokeWidth={1.75} />
            )}
          </Button>
        </div>
        <Button
          type="submit"
          tone={demo ? 'secondary' : 'primary'}
          busy={busy !== null}
          className="h-10 pointer-coarse:h-11"
        >
          Sign in
        </Button>
      </form>
    </div>
  )
}
