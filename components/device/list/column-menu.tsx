'use client'

import { Columns3 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { COLUMN_KEYS, COLUMNS, type ColumnKey } from './columns.ts'

type Props = { columns: readonly ColumnKey[]; onShow: (key: ColumnKey, shown: boolean) => void }

export function ColumnMenu({ columns, onShow }: Props) {
  return (
    <Popover
      label="Columns"
      className="w-56 p-2"
      trigger={
        <Button size="compact" className="max-md:hidden">
          <Columns3 aria-hidden className="size-4" strokeWidth={1.75} />
          Columns
        </Button>
      }
    >
      <ul>
        {COLUMN_KEYS.map((key) => (
          <li key={key}>
            <label className="flex h-8 items-center gap-2 rounded-[5px] px-2 hover:bg-sunken pointer-coarse:h-11">
              <input
                type="checkbox"
                className="size-4 accent-run"
                checked={columns.includes(key)}
                onChange={(event) => onShow(key, event.target.checked)}
              />
              {COLUMNS[key].label}
            </label>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
