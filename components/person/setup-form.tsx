'use client'

import { useState } from 'react'
import { act } from '../live/api.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'

/** The first visit: makes the owner and signs them in. */
export function SetupForm() {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const create = async (fields: FormData) => {
    setBusy(true)
    setError(null)
    const email = String(fields.get('email'))
    const password = String(fields.get('password'))
    const created = await act(api.setup(), { name: String(fields.get('name')), email, password })
    if (!created.ok) {
      setBusy(false)
      setError(created.refusal.message)
      return
    }
    const signedIn = await act(api.signIn(), { email, password })
    location.assign(signedIn.ok ? '/' : '/login')
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void create(new FormData(event.currentTarget))
      }}
    >
      {error && (
        <p role="alert" className="rounded-control bg-fail-soft px-3 py-2 text-fail-text">
          {error}
        </p>
      )}
      <TextField label="Your name" name="name" autoComplete="name" required maxLength={80} />
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        hint="At least 12 characters. A password manager makes a good one."
      />
      <Button type="submit" tone="primary" busy={busy} className="h-10 pointer-coarse:h-11">
        Create the owner
      </Button>
    </form>
  )
}
