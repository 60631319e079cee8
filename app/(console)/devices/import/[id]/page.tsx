import { notFound } from 'next/navigation'
import { Import } from '../../../../../components/import/import.tsx'
import { page } from '../../../../../components/paths.ts'
import { database } from '../../../../../server/queries/database.ts'
import { importView } from '../../../../../server/queries/registry-import.ts'
import { Frame } from '../../../../frame.tsx'
import { signedIn } from '../../../../request.ts'

export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const { person, now } = await signedIn()
  const view = await importView(database(), person, now, (await params).id)
  if (!view) notFound()
  return (
    <Frame
      crumbs={[
        { label: 'Devices', href: page.devices() },
        { label: 'Import', href: page.import() },
        { label: view.fileName },
      ]}
    >
      <Import key={view.id} initial={view} />
    </Frame>
  )
}
