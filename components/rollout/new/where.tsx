'use client'

import { Cpu } from 'lucide-react'
import type { NewRolloutView, PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { Button } from '../../ui/button.tsx'
import { plural } from '../../ui/numbers.ts'
import { Strip } from '../../ui/strip.tsx'
import { Chips } from './chips.tsx'
import type { Choice } from './choice.ts'
import { Section } from './section.tsx'

type Props = { view: NewRolloutView; choice: Choice; preview: PlanPreview | null }

export function Where({ view, choice: { chosen, choose }, preview }: Props) {
  return (
    <Section
      number={2}
      title="Where"
      note={preview ? `${plural(preview.plan.cohort, 'device')} matched` : 'Any, unless narrowed'}
    >
      <div className="flex flex-col gap-4 p-4">
        {chosen.where && (
          <Strip
            tone="run"
            glyph={Cpu}
            title="Only the devices chosen in the list"
            act={
              <Button size="compact" onClick={() => void choose({ where: null })}>
                Take any device
              </Button>
            }
          >
            <code className="break-all font-mono text-secondary">{chosen.where}</code>
          </Strip>
        )}
        <Chips
          label="Regions"
          options={view.regions.map((region) => ({ key: region.name, label: region.name, devices: region.devices }))}
          chosen={chosen.regions}
          onChange={(regions) => void choose({ regions })}
        />
        <Chips
          label="Sites"
          options={view.sites.map((site) => ({ key: site.id, label: site.name, devices: site.devices }))}
          chosen={chosen.sites}
          onChange={(sites) => void choose({ sites })}
        />
        <Chips
          label="Hardware"
          options={view.hardwareTypes.map((type) => ({ key: type.name, label: type.name, devices: type.devices }))}
          chosen={chosen.hardware}
          onChange={(hardware) => void choose({ hardware })}
        />
      </div>
    </Section>
  )
}
