import { type Command, Option } from 'commander'
import { z } from 'zod'
import { ApprovalsView, ApprovalView } from '../../../server/protocol/views/approval-view.ts'
import type { Cli } from '../cli.ts'
import { columns, time } from '../output.ts'

const path = (id: string) => `/approvals/${encodeURIComponent(id)}`

export function approvalCommands(program: Command, cli: Cli): void {
  const approval = program.command('approval').description('Waves that wait for a person')

  approval
    .command('list')
    .description('What waits, and for whom')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/approvals', ApprovalsView)
      const rows = view.open.map((one) => [
        one.id,
        `${one.waveLabel} of ${one.rolloutName}`,
        one.deviceCount,
        time(one.expiresAt),
        one.advice,
        one.forMe ? 'for you' : one.because,
      ])
      const words = rows.length === 0 ? 'Nothing waits for approval.' : ''
      const table = columns(['ID', 'WHAT', 'DEVICES', 'EXPIRES', 'ADVICE', 'FOR'], rows)
      cli.output(command).result(view, words || table)
    })

  for (const decision of ['approve', 'reject'] as const)
    approval
      .command(decision)
      .argument('<id>')
      .description(decision === 'approve' ? 'Let the wave through' : 'Stop here; exposed devices go back')
      .addOption(new Option('--comment <text>', 'why; kept with the decision').default(''))
      .option('--evidence <hash>', 'decide only if the evidence is still this one')
      .action(async (id: string, { comment, evidence }: { comment: string; evidence?: string }, command: Command) => {
        const client = cli.client(command)
        const seen = await client.get(path(id), ApprovalView)
        const body = { evidenceHash: evidence ?? seen.evidenceHash, comment }
        await client.post(`${path(id)}/${decision}`, body, z.null())
        const did = decision === 'approve' ? 'Approved' : 'Rejected'
        cli.output(command).result({ id, decision }, `${did} ${seen.waveLabel} of ${seen.rolloutName}.`)
      })
}
