'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useSyncExternalStore } from 'react'
import { Button } from '../ui/button.tsx'
import { Menu, MenuChoice } from '../ui/menu.tsx'

const OPTIONS = [
  { key: 'system', label: 'Like the system' },
  { key: 'light', label: 'Light' },
  { key: 'dark', label: 'Dark' },
] as const

const never = () => () => {}

export function ThemeMenu() {
  const { theme = 'system', setTheme } = useTheme()
  // The server does not know the choice; naming it before the browser has taken over would not match.
  const known = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const Glyph = known && theme === 'dark' ? Moon : known && theme === 'light' ? Sun : Monitor
  return (
    <Menu
      trigger={
        <Button tone="ghost" size="icon" aria-label="Theme">
          <Glyph aria-hidden className="size-4" strokeWidth={1.75} />
        </Button>
      }
    >
      <MenuChoice label="Theme" value={known ? theme : 'system'} onChange={setTheme} options={OPTIONS} />
    </Menu>
  )
}
