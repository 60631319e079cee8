import { type Command, Option } from 'commander'
import { z } from 'zod'
import { counted } from '../../../server/domain/counted.ts'
import { ARMS, armName } from '../../../server/protocol/arm.ts'
import type {
  ClearSuspicion,
  OverrideGate,
  PickArm,
  PrioritiseRollout,
  RecordRootCause,
} from '../../../server/protocol/commands/rollout-acts.ts'
import { PRIORITIES, type Priority } from '../../../server/protocol/priority.ts'
import { CAUSE_CATEGORIES, DEGRADATION_CAUSES } from '../../../server/protocol/root-cause.ts'
import { ReportView } from '../../../server/protocol/views/report-view.ts'
import { RolloutView } from '../../../server/protocol/views/rollout-view.ts'
import { RolloutsView } from '../../../server/protocol/views/rollouts-view.ts'
import type { Cli } from '../cli.ts'
import { columns, facts } from '../output.ts'

const ACTS = [
  { name: 'pause', does: 'Expose nothing new until somebody resumes', done: 'Paused' },
  { name: 'resume', does: 'Go on', done: 'Resumed' },
  { name: 'confirm-override', does: 'Agree to pass over its gate', done: 'The gate is passed over' },
  { name: 'abort', does: 'End it; exposed devices go back', done: 'Aborting: exposed devices go back' },
  { name: 'roll-back-wave', does: 'Send the newest wave back', done: 'Rolling the wave back' },
  { name: 'roll-back', does: 'Send all exposed devices back', done: 'Rolling back' },
] as const

const path = (id: string) => `/rollouts/${encodeURIComponent(id)}`

export function rolloutCommands(rollout: Command, cli: Cli): void {
  rollout
    .command('list')
    .description('All rollouts, those in flight on top')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/rollouts', RolloutsView)
      const rows = view.rollouts.map((one) => [one.id, one.name, one.phaseLabel, one.cohort, one.next])
      cli.output(command).result(view, columns(['ID', 'NAME', 'PHASE', 'DEVICES', 'NEXT'], rows))
    })

  rollout
    .command('status')
    .argument('<id>')
    .description('Where a rollout stands and what comes next')
    .action(async (id: string, _options: unknown, command: Command) => {
      const view = await cli.client(command).get(path(id), RolloutView)
      cli.output(command).result(view, statusWords(view))
    })

  for (const { name, does, done } of ACTS)
    rollout
      .command(name)
      .argument('<id>')
      .option('--reason <text>', 'why; kept in the audit log', '')
      .description(does)
      .action(async (id: string, { reason }: { reason: string }, command: Command) => {
        await cli.client(command).post(`${path(id)}/${name}`, { reason }, z.null())
        cli.output(command).result({ id, act: name }, `${done}.`)
      })

  rollout
    .command('prioritise')
    .argument('<id>')
    .addOption(new Option('--to <priority>', 'how important it is').choices(PRIORITIES).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why it should go sooner or later')
    .description('Let one that waits for its turn go sooner or later than others that wait')
    .action(async (id: string, { to, reason }: { to: Priority; reason: string }, command: Command) => {
      const body: PrioritiseRollout = { priority: to, reason }
      await cli.client(command).post(`${path(id)}/prioritise`, body, z.null())
      cli.output(command).result({ id, act: 'prioritise' }, `Priority ${to}. Whoever has begun is not preempted.`)
    })

  rollout
    .command('root-cause')
    .argument('<id>')
    .addOption(
      new Option('--category <category>', 'what kind of cause').choices(CAUSE_CATEGORIES).makeOptionMandatory(),
    )
    .requiredOption('--text <text>', 'what was found, in a sentence')
    .description('Record why it failed; no revision is taken of a failed rollout before')
    .action(async (id: string, body: RecordRootCause, command: Command) => {
      await cli.client(command).post(`${path(id)}/root-cause`, body, z.null())
      cli.output(command).result({ id, act: 'root-cause' }, 'Recorded. The plan may be revised now.')
    })

  rollout
    .command('ask-override')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why the gate may be passed over, in a sentence')
    .description('Ask to pass over an inconclusive gate; another approver has to confirm it')
    .action(async (id: string, body: OverrideGate, command: Command) => {
      await cli.client(command).post(`${path(id)}/ask-override`, body, z.null())
      cli.output(command).result({ id, act: 'ask-override' }, 'Asked. Another approver has to confirm it.')
    })

  rollout
    .command('pick-arm')
    .argument('<id>')
    .addOption(new Option('--arm <arm>', 'which one goes on').choices([...ARMS, 'neither']).makeOptionMandatory())
    .option('--reason <text>', 'why; needed where the numbers say something else', '')
    .description('Pick one of two arms that are compared, or neither')
    .action(async (id: string, body: PickArm, command: Command) => {
      await cli.client(command).post(`${path(id)}/pick-arm`, body, z.null())
      const done = body.arm === 'neither' ? 'Neither: both arms go back.' : `Picked arm ${armName(body.arm)}.`
      cli.output(command).result({ id, act: 'pick-arm', arm: body.arm }, done)
    })

  rollout
    .command('clear-suspicion')
    .argument('<id>')
    .addOption(new Option('--cause <cause>', 'what it was').choices(DEGRADATION_CAUSES).makeOptionMandatory())
    .requiredOption('--reason <text>', 'what was seen, in a sentence')
    .description('Say that a suspected degradation is none, or what it was')
    .action(async (id: string, body: ClearSuspicion, command: Command) => {
      await cli.client(command).post(`${path(id)}/clear-suspicion`, body, z.null())
      cli.output(command).result({ id, act: 'clear-suspicion' }, 'Cleared.')
    })

  rollout
    .command('retry-failed')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why another attempt will go better')
    .option('--device <id...>', 'only these; all that failed, when none is named')
    .option('--despite-hash', 'also those whose bytes were not what the release promises', false)
    .description('Another attempt for devices that failed, once it is recorded why')
    .action(
      async (
        id: string,
        { reason, device, despiteHash }: { reason: string; device?: string[]; despiteHash: boolean },
        command: Command,
      ) => {
        const body = { reason, despiteHash, ...(device ? { devices: device } : {}) }
        const answer = await cli.client(command).post(`${path(id)}/retry-failed`, body, z.object({ devices: z.int() }))
        cli.output(command).result({ id, ...answer }, `${counted(answer.devices, 'device')} will try again.`)
      },
    )

  rollout
    .command('report')
    .argument('<id>')
    .addOption(new Option('--format <format>', 'of the report').choices(['md', 'csv', 'json']).default('md'))
    .addOption(
      new Option('--table <table>', 'of the CSV').choices(['devices', 'waves', 'gates', 'people']).default('devices'),
    )
    .description('The deployment report: Markdown, one table of it as CSV, or JSON')
    .action(async (id: string, { format, table }: { format: string; table: string }, command: Command) => {
      const [client, output] = [cli.client(command), cli.output(command)]
      if (output.json || format === 'json') {
        const report = await client.get(`${path(id)}/report`, ReportView)
        output.result(report, output.json ? '' : JSON.stringify(report, null, 2))
      } else if (format === 'csv')
        output.result(null, (await client.text(`${path(id)}/report.csv?table=${table}`)).trimEnd())
      else output.result(null, (await client.text(`${path(id)}/report.md`)).trimEnd())
    })

  rollout
    .command('state-block')
    .argument('<id>')
    .description('The state of the rollout as one block of text')
    .action(async (id: string, _options: unknown, command: Command) => {
      const block = (await cli.client(command).text(`${path(id)}/state-block`)).trimEnd()
      const output = cli.output(command)
      output.result({ stateBlock: block }, output.json ? '' : block)
    })
}

function statusWords(view: RolloutView): string {
  const lines = [
    facts([
      ['rollout', `${view.name} (${view.id})`],
      ['to', `${view.to.release} ${view.to.version}`],
      ['phase', view.paused ? `${view.state.phase}, paused by ${view.paused.by}` : view.state.phase],
      ['because', view.because],
      ['next', view.next.sentence],
      ['approval', view.approval?.id ?? null],
    ]),
    '',
    columns(
      ['WAVE', 'DEVICES', 'VERDICT', 'STATES'],
      view.waves.map((wave) => [
        wave.label,
        wave.devices,
        wave.verdict,
        Object.entries(wave.counts)
          .filter(([, count]) => count > 0)
          .map(([state, count]) => `${count} ${state}`)
          .join(', '),
      ]),
    ),
  ]
  return lines.join('\n')
}
