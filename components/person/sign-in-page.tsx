'use client'

import { SignInForm } from './sign-in-form.tsx'

/** `next`: a path of this server to go on to. A full load, so that the page is rendered for the new person. */
export function SignInPage({ demo, next }: { demo: boolean; next: string }) {
  return <SignInForm demo={demo} onSignedIn={() => location.assign(next)} />
}
