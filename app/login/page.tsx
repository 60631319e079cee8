import { SignInPage } from '../../components/person/sign-in-page.tsx'
import { Entry } from '../entry.tsx'
import { pageContext } from '../request.ts'

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { demo } = await pageContext()
  const { next } = await searchParams
  return (
    <Entry demo={demo} title="Sign in" lead="Rollouts of this fleet, and what it is running.">
      <title>Sign in · Wavegate</title>
      <SignInPage demo={demo} next={ownPath(next)} />
    </Entry>
  )
}

/** Only a path of this server: a link in a mail must not send somebody elsewhere after they signed in. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}
