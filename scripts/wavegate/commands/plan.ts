import { type Command, Option } from 'commander'
import { z } from 'zod'
import { aheadWords } from '../../../server/domain/rollout/queue.ts'
import { CreateRollout, PreviewRollout } from '../../../server/protocol/commands/create-rollout.ts'
import { RolloutId } from '../../../server/protocol/ids.ts'
import { PlanNumber } from '../../../server/protocol/plan-document.ts'
import { RolloutPolicy } from '../../../server/protocol/policy.ts'
import { PRIORITIES, type Priority } from '../../../server/protocol/priority.ts'
import { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { PlanSaved } from '../../../server/protocol/views/plan-view.ts'
import { ReleasesView } from '../../../server/protocol/views/releases-view.ts'
import type { Cli } from '../cli.ts'
import type { Client } from '../client.ts'
import { Refused, Unmet, Usage } from '../failures.ts'
import { columns, facts } from '../output.ts'
import { checked, readJson } from '../read-json.ts'
import { savedWords } from './plans.ts'
import { rolloutCommands } from './rollouts.ts'

type Chosen = {
  release?: string
  snapshot?: string
  selector: string
  rollbackTested?: string
  strategy?: string
  policy?: string
  save?: boolean
  tell?: string
  success?: string
  backWhen?: string
  revisionOf?: string
  name?: string
  startAt?: string
  behind?: Priority
  behindBecause?: string
}

export function planCommand(program: Command, cli: Cli): void {
  program
    .command('plan')
    .description('What a rollout would touch, and what stands in its way; kept as a document only with --save')
    .option('--release <release>', 'what to move to: NAME@VERSION, or the id of a release …')
    .option('--snapshot <number>', '… or a numbered snapshot, as it was frozen')
    .option('--selector <selector>', 'which devices: region:eu type:jetson-orin; left out: all', '')
    .option('--rollback-tested <text>', 'how going back was tried on hardware; once a pair of releases (R-029)')
    .option('--strategy <strategy>', 'how the fleet is walked; left out: as the policy says')
    .option('--policy <file>', 'a policy as JSON; left out: the default of the server')
    .option('--save', 'keep it under a number, to read, compare and start; needs --tell and --success')
    .option('--tell <text>', 'who is told about this window, and how (R-034)')
    .option('--success <text>', 'what should change, and what must stay stable (R-149)')
    .option('--back-when <text>', 'when else somebody would send it back, beside the limits of the policy (R-161)')
    .option('--revision-of <number>', 'the plan it takes the place of')
    .option('--name <name>', 'what lists and messages call it')
    .option('--start-at <time>', 'when it may begin, as 2026-11-26T02:00:00+01:00; left out: at once')
    .addOption(
      new Option(
        '--behind <priority>',
        'wait for rollouts that have some of the devices instead of leaving those out; needs --behind-because',
      ).choices(PRIORITIES),
    )
    .option('--behind-because <text>', 'why it should wait')
    .action(async (chosen: Chosen, command: Command) => {
      if ((chosen.behind === undefined) !== (chosen.behindBecause === undefined))
        throw new Usage('To wait for other rollouts takes --behind, how important it is, and --behind-because, why.')
      if (chosen.save && !(chosen.tell && chosen.success))
        throw new Usage('A plan is kept with --tell, who is told, and --success, what should change.')
      const client = cli.client(command)
      const choice = {
        ...(await targetOf(client, chosen)),
        selector: chosen.selector,
        ...(chosen.rollbackTested ? { rollbackTested: chosen.rollbackTested } : {}),
        ...(chosen.strategy ? { strategy: chosen.strategy } : {}),
        ...(chosen.policy ? { policy: readJson(cli.file(chosen.policy), RolloutPolicy) } : {}),
        ...wordsOf(chosen),
      }
      const complete = chosen.save ? checked(CreateRollout, choice) : null
      const preview = await client.post('/rollouts/plan', checked(PreviewRollout, choice), PlanPreview)
      const saved = complete && (await client.post('/plans', { ...complete, planHash: preview.plan.hash }, PlanSaved))
      const words = planWords(preview)
      cli
        .output(command)
        .result(saved ? { ...preview, ...saved } : preview, saved ? `${words}\n\n${savedWords(saved, client)}` : words)
      if (preview.preflight.some(({ met }) => !met)) throw new Unmet()
    })

  const rollout = program.command('rollout').description('Moving a cohort from one snapshot to another, wave by wave')
  rollout
    .command('start')
    .argument('<plan>', 'number of a plan that was saved')
    .description('Start exactly this plan; refused, with what differs, when it would come out otherwise now')
    .action(async (plan: string, _options: unknown, command: Command) => {
      const number = checked(PlanNumber, plan, 'plan: ')
      const { id } = await cli.client(command).post(`/plans/${number}/start`, {}, z.object({ id: RolloutId }))
      cli.output(command).result({ id }, `Started ${id}: npm run wavegate -- rollout status ${id}`)
    })
  rolloutCommands(rollout, cli)
}

const wordsOf = ({ tell, success, backWhen, revisionOf, name, startAt, behind, behindBecause }: Chosen) => ({
  ...(tell === undefined ? {} : { communicationPlan: tell }),
  ...(success === undefined ? {} : { successCriteria: success }),
  ...(backWhen === undefined ? {} : { rollbackCriteria: backWhen }),
  ...(revisionOf === undefined ? {} : { revisionOf: Number(revisionOf) }),
  ...(name === undefined ? {} : { name }),
  ...(startAt === undefined ? {} : { startAt }),
  ...(behind === undefined ? {} : { behind: { priority: behind, reason: behindBecause } }),
})

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

export function planWords({ plan, preflight, offline, estimate, worstCase, bytesToMove, ahead }: PlanPreview): string {
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
    ...ahead.map((one) => `has some of the devices now: ${aheadWords([one])}`),
    ...leftOut(plan.excluded),
    ...preflight.map(({ met, rule, name, because }) => `${met ? 'met  ' : 'UNMET'}  ${rule}  ${name}: ${because}`),
    '',
    unmet.length === 0
      ? `All ${preflight.length} pre-flight items are met.`
      : `${unmet.length} of ${preflight.length} pre-flight items are not met: nothing can be deployed until they are.`,
  ].join('\n')
}

const MOST_NAMED = 5

/** Alike reasons once, above all another rollout that has the devices. */
function leftOut(excluded: PlanPreview['plan']['excluded']): readonly string[] {
  const lines = [...Map.groupBy(excluded, ({ because }) => because)].map(([because, devices]) => {
    const names = devices.slice(0, MOST_NAMED).map(({ name }) => name)
    const more = devices.length > MOST_NAMED ? ` and ${devices.length - MOST_NAMED} more` : ''
    return `left out: ${names.join(', ')}${more}, because ${because}`
  })
  return lines.length === 0 ? [] : [...lines, '']
}
