import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { z } from 'zod'
import { CreateRollout, PreviewRollout } from '../../../server/protocol/commands/create-rollout.ts'
import { RolloutId } from '../../../server/protocol/ids.ts'
import { RolloutPolicy } from '../../../server/protocol/policy.ts'
import { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { ReleasesView } from '../../../server/protocol/views/releases-view.ts'
import type { Cli } from '../cli.ts'
import type { Client } from '../client.ts'
import { Refused, Unmet } from '../failures.ts'
import { columns, facts } from '../output.ts'
import { checked, readJson } from '../read-json.ts'
import { rolloutCommands } from './rollouts.ts'

/** What `--out` writes and `rollout start` takes: the choice, the plan it made, and what the plan is known by. */
const PlanFile = z.object({
  format: z.literal(1),
  choice: z.record(z.string(), z.json()),
  plan: z.looseObject({ hash: z.string() }),
})

type Chosen = {
  release?: string
  snapshot?: string
  selector: string
  rollbackTested?: string
  policy?: string
  out?: string
}

export function planCommand(program: Command, cli: Cli): void {
  program
    .command('plan')
    .description('What a rollout would touch, and what stands in its way; nothing is written')
    .option('--release <release>', 'what to move to: NAME@VERSION, or the id of a release …')
    .option('--snapshot <number>', '… or a numbered snapshot, as it was frozen')
    .option('--selector <selector>', 'which devices: region:eu type:jetson-orin; left out: all', '')
    .option('--rollback-tested <text>', 'how going back was tried on hardware; once a pair of releases (R-029)')
    .option('--policy <file>', 'a policy as JSON; left out: the default of the server')
    .option('--out <file>', 'keep the plan, for `rollout start`')
    .action(async (chosen: Chosen, command: Command) => {
      const client = cli.client(command)
      const choice = {
        ...(await targetOf(client, chosen)),
        selector: chosen.selector,
        ...(chosen.rollbackTested ? { rollbackTested: chosen.rollbackTested } : {}),
        ...(chosen.policy ? { policy: readJson(cli.file(chosen.policy), RolloutPolicy) } : {}),
      }
      const preview = await client.post('/rollouts/plan', checked(PreviewRollout, choice), PlanPreview)
      if (chosen.out) {
        const kept = { format: 1, choice, plan: preview.plan }
        writeFileSync(cli.file(chosen.out), `${JSON.stringify(kept, null, 2)}\n`)
      }
      cli.output(command).result(preview, planWords(preview))
      if (preview.preflight.some(({ met }) => !met)) throw new Unmet()
    })

  const rollout = program.command('rollout').description('Moving a cohort from one snapshot to another, wave by wave')
  rollout
    .command('start')
    .argument('<plan>', 'a plan that `plan --out` kept; a different one now is refused')
    .description('Freeze the plan and start')
    .requiredOption('--tell <text>', 'who is told about this window, and how (R-034)')
    .option('--name <name>')
    .action(async (file: string, { tell, name }: { tell: string; name?: string }, command: Command) => {
      const { choice, plan } = readJson(cli.file(file), PlanFile)
      const asked = { ...choice, communicationPlan: tell, planHash: plan.hash, ...(name ? { name } : {}) }
      const body = checked(CreateRollout, asked)
      const { id } = await cli.client(command).post('/rollouts', body, z.object({ id: RolloutId }))
      cli.output(command).result({ id }, `Started ${id}: npm run wavegate -- rollout status ${id}`)
    })
  rolloutCommands(rollout, cli)
}

async function targetOf(client: Client, { release, snapshot }: Chosen) {
  return {
    ...(release === undefined ? {} : { releaseId: await releaseIdOf(client, release) }),
    ...(snapshot === undefined ? {} : { snapshotId: Number(snapshot) }),
  }
}

export async function releaseIdOf(client: Client, text: string): Promise<string> {
  const { releases } = await client.get('/releases', ReleasesView)
  const found = releases.find(({ id, name, version }) => id === text || `${name}@${version}` === text)
  if (found) return found.id
  throw new Refused(`There is no release ${text}: npm run wavegate -- release list`, 'not-found')
}

export function planWords({ plan, preflight, offline, estimate, worstCase, bytesToMove }: PlanPreview): string {
  const unmet = preflight.filter(({ met }) => !met)
  return [
    facts([
      ['devices', `${plan.cohort}, of which ${offline} are offline and catch up later`],
      ['canary', `${plan.canary.picks.map(({ name }) => name).join(', ')}`],
      ['to move', `${Math.ceil(bytesToMove / 1e6)} MB`],
      ['takes', `${Math.round(estimate.low / 60)} to ${Math.round(estimate.high / 60)} minutes, approval not counted`],
      ['worst case', worstCase],
      ['hash', plan.hash],
    ]),
    '',
    columns(
      ['WAVE', 'DEVICES', '% OF REST', '% IN ALL'],
      plan.waves.map((wave) => [
        wave.label,
        wave.devices,
        Math.floor(wave.percentOfRemaining),
        Math.floor(wave.cumulativePercent),
      ]),
    ),
    '',
    ...preflight.map(({ met, rule, name, because }) => `${met ? 'met  ' : 'UNMET'}  ${rule}  ${name}: ${because}`),
    '',
    unmet.length === 0
      ? `All ${preflight.length} pre-flight items are met.`
      : `${unmet.length} of ${preflight.length} pre-flight items are not met: nothing can be deployed until they are.`,
  ].join('\n')
}
