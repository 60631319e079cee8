'use client'

import { toast } from 'sonner'
import type { SitesView } from '../../server/protocol/views/registry-view.ts'
import { useAct } from '../live/use-act.ts'
import { api } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'

/** Only where nothing stands; the others say why not. */
export function DeleteSite({ site, refused }: { site: SitesView['sites'][number]; refused: string | null }) {
  const { send, busy } = useAct(api.site(site.id), 'DELETE')
  const occupied =
    site.devices > 0
      ? 'Devices stand here: move them to another site first.'
      : site.expected > 0
        ? 'Devices are expected here: import them elsewhere first.'
        : null
  const trigger = (
    <Button tone="ghost" size="compact" refused={refused ?? occupied} aria-label={`Delete ${site.name}`}>
      Delete …
    </Button>
  )
  if (refused ?? occupied) return trigger
  return (
    <Popover trigger={trigger} label="Delete the site">
      <p className="text-secondary">No device stands at {site.name}. Its history stays in the audit.</p>
      <Button
        tone="danger"
        busy={busy}
        className="mt-3"
        onClick={async () => {
          if ((await send({})).ok) toast.success(`${site.name} is deleted.`)
        }}
      >
        Delete 1 site
      </Button>
    </Popover>
  )
}
