import type { Command } from 'commander'
import { z } from 'zod'
import { PreviewRollout } from '../../../server/protocol/commands/create-rollout.ts'
import {
  CreateSnapshot,
  SnapshotCreated,
  SnapshotNumber,
  TagSnapshot,
} from '../../../server/protocol/commands/snapshots.ts'
import { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { SnapshotDiffView, SnapshotsView, SnapshotView } from '../../../server/protocol/views/snapshots-view.ts'
import type { Cli } from '../cli.ts'
import { Unmet, Usage } from '../failures.ts'
import { columns, facts, time } from '../output.ts'
import { checked } from '../read-json.ts'
import { planWords, releaseIdOf } from './plan.ts'

type Created = { release: string; note: string; scope: string }

function numberOf(text: string): number {
  const number = SnapshotNumber.safeParse(text)
  if (number.success) return number.data
  throw new Usage(`${text} is no number of a snapshot: npm run wavegate -- snapshot list`)
}

export function snapshotCommands(program: Command, cli: Cli): void {
  const snapshot = program.command('snapshot').description('A release with the configuration frozen with it, numbered')

  snapshot
    .command('list')
    .description('Every snapshot, newest first')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/snapshots', SnapshotsView)
      const rows = view.snapshots.map((one) => [
        one.number,
        `${one.release.name} ${one.release.version}`,
        one.keys,
        one.devices.desired,
        one.devices.running,
        [...(one.knownGood.since === null ? [] : ['known-good']), ...one.tags].join(' ') || '–',
        one.note,
      ])
      cli
        .output(command)
        .result(view, columns(['NUMBER', 'RELEASE', 'KEYS', 'DESIRED', 'RUNNING', 'TAGS', 'NOTE'], rows))
    })

  snapshot
    .command('show')
    .argument('<number>')
    .description('What is in a snapshot, who runs it, and what it tells one device')
    .option('--device <id>', 'what this device is told by it; left out: one that is to run it')
    .action(async (text: string, { device }: { device?: string }, command: Command) => {
      const view = await cli.client(command).get(`/snapshots/${numberOf(text)}`, SnapshotView, { device })
      cli.output(command).result(view, snapshotWords(view))
    })

  snapshot
    .command('diff')
    .argument('<a>')
    .argument('<b>')
    .description('What moving from snapshot a to snapshot b changes')
    .action(async (a: string, b: string, _options: unknown, command: Command) => {
      const query = { a: String(numberOf(a)), b: String(numberOf(b)) }
      const view = await cli.client(command).get('/snapshots/diff', SnapshotDiffView, query)
      cli.output(command).result(view, diffWords(view))
    })

  snapshot
    .command('create')
    .description('Freeze a release with the configuration as it is edited now')
    .requiredOption('--release <release>', 'NAME@VERSION, or the id of a release')
    .option('--note <text>', 'what it is for', '')
    .option('--scope <selector>', 'the devices it is meant for; left out: every one', '')
    .action(async ({ release, note, scope }: Created, command: Command) => {
      const client = cli.client(command)
      const body = checked(CreateSnapshot, { releaseId: await releaseIdOf(client, release), note, scope })
      const made = await client.post('/snapshots', body, SnapshotCreated)
      const words = made.existed ? `The same content is snapshot ${made.number} already.` : `Snapshot ${made.number}.`
      cli.output(command).result(made, words)
    })

  snapshot
    .command('tag')
    .argument('<number>')
    .argument('[tags...]', 'all tags it has from now on; none: no tags')
    .description('Replace the tags of a snapshot')
    .action(async (text: string, tags: string[], _options: unknown, command: Command) => {
      const number = numberOf(text)
      await cli.client(command).post(`/snapshots/${number}/tags`, checked(TagSnapshot, { tags }), z.null())
      const words = `Snapshot ${number} has ${tags.length === 0 ? 'no tags' : `the tags ${tags.join(', ')}`}.`
      cli.output(command).result({ number, tags }, words)
    })

  snapshot
    .command('restore-plan')
    .argument('<number>')
    .description('What going back to a snapshot would touch: a rollout like any other, nothing is written')
    .option('--selector <selector>', 'which devices; left out: all', '')
    .action(async (text: string, { selector }: { selector: string }, command: Command) => {
      const body = checked(PreviewRollout, { snapshotId: numberOf(text), selector })
      const preview = await cli.client(command).post('/rollouts/plan', body, PlanPreview)
      cli.output(command).result(preview, planWords(preview))
      if (preview.preflight.some(({ met }) => !met)) throw new Unmet()
    })
}

function snapshotWords(view: SnapshotView): string {
  const { release, devices, effective } = view
  const told = effective?.origins.map(({ path, value, from }) => [path, JSON.stringify(value), from.scope]) ?? []
  return [
    facts([
      ['number', view.number],
      ['release', `${release.name} ${release.version}${release.blocked ? ', blocked' : ''}`],
      ['note', view.note || null],
      ['made', `${time(view.createdAt)} by ${view.author}`],
      ['tags', view.tags.join(', ') || null],
      ['known-good', view.knownGood.because || null],
      ['devices', `${devices.desired} are to run it, ${devices.running} do, ${devices.healthy} of those healthy`],
      ['content', view.contentHash],
    ]),
    ...(effective && told.length > 0
      ? ['', `${effective.name} is told:`, columns(['KEY', 'VALUE', 'FROM'], told)]
      : []),
  ].join('\n')
}

function diffWords({ a, b, artifacts, config }: SnapshotDiffView): string {
  const said = (side: { value: unknown } | null) => (side === null ? '–' : JSON.stringify(side.value))
  const rows = [
    ...artifacts.map((one) => [one.platform, 'artifact', short(one.before), short(one.after)]),
    ...config.map((one) => [one.path, one.layer.name, said(one.before), said(one.after)]),
  ]
  const head = `${a.number} (${a.release}) → ${b.number} (${b.release})`
  return rows.length === 0
    ? `${head}: nothing differs.`
    : `${head}\n${columns(['WHAT', 'WHERE', 'BEFORE', 'AFTER'], rows)}`
}

const short = (sha256: string | null) => (sha256 === null ? '–' : sha256.slice(0, 12))
