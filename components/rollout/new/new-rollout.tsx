'use client'

import { Camera, Cpu, Lock } from 'lucide-react'
import { useState } from 'react'
import type { NewRolloutView } from '../../../server/protocol/views/new-rollout-view.ts'
import { PreflightList } from '../../status/preflight-list.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { plural } from '../../ui/numbers.ts'
import { Strip } from '../../ui/strip.tsx'
import { Blast } from './blast.tsx'
import { Chips } from './chips.tsx'
import { previewBody, useChoice } from './choice.ts'
import { GateRules, PolicySummary } from './policy.tsx'
import { Releases } from './releases.tsx'
import { Section } from './section.tsx'
import { Start } from './start.tsx'
import { Strategies } from './strategies.tsx'
import { usePlan } from './use-plan.ts'

/** What will this touch, and is anything missing? One page; every choice has its consequence beside it. */
export function NewRollout({ view }: { view: NewRolloutView }) {
  const choice = useChoice(view)
  const { chosen, choose, policy, release, snapshot } = choice
  const [name, setName] = useState('')
  const [communicationPlan, setCommunicationPlan] = useState('')
  const [rollbackTested, setRollbackTested] = useState('')
  const body = previewBody(choice, rollbackTested)
  const { preview, problem, catchingUp, again } = usePlan(view.create.allowed ? body : null)
  const met = preview?.preflight.filter((item) => item.met).length ?? 0
  const suggested = release ? `${release.name} ${release.version}` : ''
  if (!policy) throw new Error('a server offers at least one policy')
  return (
    <>
      <title>New rollout · Wavegate</title>
      <h1 className="mb-4 font-semibold text-page">New rollout</h1>
      {!view.create.allowed && (
        <Strip tone="off" glyph={Lock} title="You can look, not start" className="mb-4">
          {view.create.because}
        </Strip>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Section number={1} title="What" note="The release devices move to">
            {snapshot && (
              <Strip
                tone="run"
                glyph={Camera}
                title={`Snapshot ${snapshot.number}: ${suggested} with the configuration it was frozen with`}
                className="m-4"
                act={
                  <Button size="compact" onClick={() => void choose({ snapshot: null })}>
                    Choose a release instead
                  </Button>
                }
              >
                {snapshot.note}
              </Strip>
            )}
            {!snapshot && (
              <Releases
                releases={view.releases}
                chosen={chosen.release}
                onChoose={(id) => void choose({ release: id })}
              />
            )}
          </Section>
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
                options={view.regions.map((region) => ({
                  key: region.name,
                  label: region.name,
                  devices: region.devices,
                }))}
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
                options={view.hardwareTypes.map((type) => ({
                  key: type.name,
                  label: type.name,
                  devices: type.devices,
                }))}
                chosen={chosen.hardware}
                onChange={(hardware) => void choose({ hardware })}
              />
            </div>
          </Section>
          <Section number={3} title="How" note={policy.demo ? 'Demo policy: soaks in seconds' : undefined}>
            <Strategies strategies={view.strategies} />
            <div className="border-t">
              <PolicySummary
                policies={view.policies}
                policy={policy}
                onChoose={(label) => void choose({ policy: label })}
              />
            </div>
          </Section>
          <Section number={4} title="Gates" note="Read before each wave, and after the last">
            <GateRules policy={policy} />
          </Section>
          <Section
            number={5}
            title="Pre-flight"
            note={preview ? `${met} of ${preview.preflight.length} met` : undefined}
          >
            {preview ? (
              <PreflightList items={preview.preflight} />
            ) : (
              <p className="px-4 py-6 text-muted">
                {problem
                  ? 'Nothing to check: this choice cannot be rolled out.'
                  : 'The checks run when a release is chosen.'}
              </p>
            )}
            <div className="grid gap-4 border-t p-4 md:grid-cols-2">
              <TextArea
                label="Communication plan"
                hint="Who is told about this window, and how. Kept with the rollout."
                placeholder="Site leads by mail today; on-call watches #edge"
                maxLength={500}
                value={communicationPlan}
                onChange={(event) => setCommunicationPlan(event.target.value)}
              />
              <TextArea
                label="Rollback tested"
                hint="How going back was tried on hardware. Needed once for each pair of releases; your name is kept with it."
                placeholder="Pulled the plug on two bench devices; both came back on 1.0.0"
                maxLength={300}
                value={rollbackTested}
                onChange={(event) => setRollbackTested(event.target.value)}
              />
              <TextField
                label="Name"
                hint="Optional. People will read it in lists and messages."
                placeholder={suggested}
                maxLength={80}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </div>
          </Section>
        </div>
        <div className="flex flex-col gap-4 lg:sticky lg:top-15 lg:-m-1 lg:p-1 lg:max-h-[calc(100dvh-80px)] lg:overflow-y-auto">
          <Blast preview={preview} problem={problem} catchingUp={catchingUp} />
          <div>
            <Start
              view={view}
              preview={problem ? null : preview}
              problem={problem}
              catchingUp={catchingUp}
              title={name || suggested}
              body={body}
              name={name}
              communicationPlan={communicationPlan}
              onStale={() => void again()}
            />
          </div>
        </div>
      </div>
    </>
  )
}
