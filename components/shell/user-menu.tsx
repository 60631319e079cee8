'use client'

import { LogOut } from 'lucide-react'
import { toast } from 'sonner'
import type { Person } from '../../server/protocol/views/person.ts'
import { act } from '../live/api.ts'
import { api } from '../paths.ts'
import { ROLE } from '../status/role.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'

export function UserMenu({ person, version }: { person: Person; version: string }) {
  return (
    <Menu
      trigger={
        <Button tone="ghost" className="gap-2 px-1.5" aria-label={`Account of ${person.name}`}>
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-chip bg-sunken font-semibold text-micro inset-ring inset-ring-border"
          >
            {initials(person.name)}
          </span>
          <span className="max-w-40 truncate max-lg:hidden">{person.name}</span>
        </Button>
      }
    >
      <MenuLabel>
        <span className="block font-medium text-body text-text">{person.name}</span>
        <span className="block">{person.email}</span>
        <span className="block">{ROLE[person.role]}</span>
      </MenuLabel>
      <MenuLine />
      <MenuItem
        onSelect={async () => {
          const answer = await act(api.signOut(), {})
          if (answer.ok) location.assign('/login')
          else toast.error(answer.refusal.message)
        }}
      >
        <LogOut aria-hidden className="size-4 text-muted" strokeWidth={1.75} />
        Sign out
      </MenuItem>
      <MenuLine />
      <MenuLabel>Wavegate {version}</MenuLabel>
    </Menu>
  )
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase()
}
