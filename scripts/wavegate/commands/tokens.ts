import type { Command } from 'commander'
import { z } from 'zod'
import {
  CreateEnrolmentToken,
  EnrolmentTokenCreated,
} from '../../../server/protocol/commands/create-enrolment-token.ts'
import { EnrolmentTokensView } from '../../../server/protocol/views/enrolment-tokens-view.ts'
import type { Cli } from '../cli.ts'
import { columns, time } from '../output.ts'
import { checked } from '../read-json.ts'

type Asked = {
  name: string
  uses: string
  hours: string
  site: string[]
  type: string[]
  group: string[]
  lobby?: boolean
}

export function tokenCommands(program: Command, cli: Cli): void {
  const tokens = program.command('tokens').description('What devices enrol with')

  tokens
    .command('create')
    .description('Create a token; it is shown once')
    .option('--name <name>', 'what it is for', '')
    .option('--uses <count>', 'how many devices', '1')
    .option('--hours <hours>', 'how long it is good', '24')
    .option('--site <id...>', 'only for these sites', [])
    .option('--type <hardware...>', 'only for these hardware types', [])
    .option('--group <name...>', 'groups its devices join', [])
    .option('--lobby', 'its devices still wait in the lobby')
    .action(async ({ name, uses, hours, site, type, group, lobby }: Asked, command: Command) => {
      const body = checked(CreateEnrolmentToken, {
        name,
        uses: Number(uses),
        hours: Number(hours),
        sites: site,
        hardwareTypes: type,
        groups: group,
        needsAcceptance: lobby ?? false,
      })
      const created = await cli.client(command).post('/enrolment-tokens', body, EnrolmentTokenCreated)
      cli
        .output(command)
        .note(`For ${created.usesLeft} devices until ${time(created.expiresAt)}. It is not shown again.`)
      cli.output(command).result(created, cli.output(command).json ? '' : created.token)
    })

  tokens
    .command('list')
    .description('Every token, newest first')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/enrolment-tokens', EnrolmentTokensView)
      const rows = view.tokens.map((one) => [
        one.id,
        one.name || '–',
        one.state,
        `${one.usesLeft} of ${one.uses}`,
        time(one.expiresAt),
        one.createdBy,
      ])
      cli.output(command).result(view, columns(['ID', 'NAME', 'STATE', 'LEFT', 'EXPIRES', 'BY'], rows))
    })

  tokens
    .command('revoke')
    .argument('<id>')
    .description('Nobody enrols with it any more')
    .action(async (id: string, _options: unknown, command: Command) => {
      await cli.client(command).post(`/enrolment-tokens/${encodeURIComponent(id)}/revoke`, {}, z.null())
      cli.output(command).result({ id }, `Revoked ${id}.`)
    })
}
