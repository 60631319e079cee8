import { redirect } from 'next/navigation'
import { SetupForm } from '../../components/person/setup-form.tsx'
import { Entry } from '../entry.tsx'
import { pageContext } from '../request.ts'

export default async function SetupPage() {
  const { demo, setup } = await pageContext()
  if (!setup) redirect('/')
  return (
    <Entry
      demo={demo}
      title="Create the owner"
      lead="Nobody can sign in yet. The owner may do everything and adds the others."
    >
      <title>Set up · Wavegate</title>
      <SetupForm />
    </Entry>
  )
}
