import type { ReactNode } from 'react'
import { type Crumb, Screen } from '../components/shell/screen.tsx'
import { signedIn } from './request.ts'

/** A screen for whoever is signed in. */
export async function Frame({ crumbs, children }: { crumbs: readonly Crumb[]; children: ReactNode }) {
  const { person, version } = await signedIn()
  return (
    <Screen crumbs={crumbs} person={person} version={version}>
      {children}
    </Screen>
  )
}
