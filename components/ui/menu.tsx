'use client'

import { Check } from 'lucide-react'
import Link from 'next/link'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="panel-in z-50 min-w-52 rounded-card border bg-card p-1 shadow-[0_8px_24px_rgb(0_0_0/0.16)]"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const itemClass =
  'flex h-8 items-center gap-2 rounded-[5px] px-2.5 text-body outline-none data-[highlighted]:bg-sunken pointer-coarse:h-11'

export function MenuItem({ children, onSelect }: { children: ReactNode; onSelect: () => void }) {
  return (
    <Radix.Item className={itemClass} onSelect={onSelect}>
      {children}
    </Radix.Item>
  )
}

export function MenuLink({ children, href, here }: { children: ReactNode; href: string; here?: boolean }) {
  return (
    <Radix.Item asChild className={itemClass}>
      <Link href={href} aria-current={here ? 'page' : undefined}>
        {children}
      </Link>
    </Radix.Item>
  )
}

type Choice = {
  label: string
  value: string
  onChange: (value: string) => void
  options: readonly { key: string; label: string }[]
}

export function MenuChoice({ label, value, onChange, options }: Choice) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange} aria-label={label}>
      {options.map((option) => (
        <Radix.RadioItem key={option.key} value={option.key} className={itemClass}>
          <span className="flex size-4 items-center justify-center">
            <Radix.ItemIndicator>
              <Check aria-hidden className="size-4" strokeWidth={1.75} />
            </Radix.ItemIndicator>
          </span>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 py-2 text-muted text-secondary">{children}</Radix.Label>
}

export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-border" />
}
