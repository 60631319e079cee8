'use client'

import { Dialog as Radix } from 'radix-ui'
import { useLiveSession, useLiveState } from '../live/live-context.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Signing in again over the page: what was typed below stays. */
export function SessionEnded({ demo }: { demo: boolean }) {
  const session = useLiveSession()
  const { signedOut } = useLiveState()
  return (
    <Radix.Root open={signedOut !== null}>
      <Radix.Portal>
        <Radix.Overlay className="appear fixed inset-0 z-40 bg-[rgb(11_13_17/0.6)]" />
        <Radix.Content className="panel-in fixed top-1/2 left-1/2 z-50 max-h-[92dvh] w-[400px] max-w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-card border bg-card p-5">
          <Radix.Title className="font-semibold text-heading">Sign in again</Radix.Title>
          <Radix.Description className="mt-1 mb-4 text-muted">
            Your session has ended. What you typed is kept.
          </Radix.Description>
          <SignInForm demo={demo} onSignedIn={session.signedIn} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
