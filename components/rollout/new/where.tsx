'use client'

import { valuesAsked, withValues } from '../../../server/protocol/selector/edit.ts'
import type { SelectorKey } from '../../../server/protocol/selector/keys.ts'
import type { NewRolloutView, PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { NoMatch } from '../../selector/no-match.tsx'
import { useFacets } from '../../selector/use-facets.ts'
import { WhereBar } from '../../selector/where-bar.tsx'
import { count, plural } from '../../ui/numbers.ts'
import { Chips } from './chips.tsx'
import type { Choice } from './choice.ts'
import { LeftOut } from './left-out.tsx'
import { Peek } from './peek.tsx'
import { Section } from './section.tsx'

type Props = { view: NewRolloutView; choice: Choice; preview: PlanPreview | null }

/** The selector in the address is the one truth: the field writes it, chips edit it, and what it matches is counted. */
export function Where({ view, choice: { chosen, choose }, preview }: Props) {
  const { where } = chosen
  const facets = useFacets(where).data ?? null
  const change = (next: string) => void choose({ where: next || null, swaps: null })
  const narrow = (key: SelectorKey) => ({
    chosen: valuesAsked(where, key),
    onChange: (values: readonly string[]) => change(withValues(where, key, values)),
  })
  return (
    <Section
      id="where"
      number={2}
      title="Where"
      note={facets && `${count(facets.matched)} of ${plural(facets.total, 'device')} match`}
    >
      <div className="flex flex-col gap-4 p-4">
        <WhereBar where={where} facets={facets} onChange={change} />
        <Chips
          label="Regions"
          options={view.regions.map((region) => ({ key: region.name, label: region.name, devices: region.devices }))}
          {...narrow('region')}
        />
        <Chips
          label="Sites"
          options={view.sites.map((site) => ({ key: site.id, label: site.name, devices: site.devices }))}
          {...narrow('site')}
        />
        <Chips
          label="Hardware"
          options={view.hardwareTypes.map((type) => ({ key: type.name, label: type.name, devices: type.devices }))}
          {...narrow('type')}
        />
      </div>
      {facets && facets.matched === 0 ? (
        <div className="border-t">
          <NoMatch where={where} facets={facets} onChange={change} />
        </div>
      ) : (
        <div className="flex flex-col gap-3 border-t p-4">
          {preview && <TakePart preview={preview} />}
          {preview && <LeftOut devices={preview.plan.excluded} />}
          <Peek where={where} matched={facets?.matched ?? null} preview={preview} />
        </div>
      )}
    </Section>
  )
}

function TakePart({ preview: { plan, offline } }: { preview: PlanPreview }) {
  return (
    <p aria-live="polite">
      <span className="font-medium">{plural(plan.cohort, 'device')}</span> take part
      {offline > 0 && <>, {count(offline)} of them offline now: they catch up when they are seen again</>}.
      {plan.excluded.length === 0 && ' None is left out.'}
    </p>
  )
}
