import type { Command } from 'commander'
import { z } from 'zod'
import { PublishRelease } from '../../../server/protocol/commands/publish-release.ts'
import { ReleaseId } from '../../../server/protocol/ids.ts'
import { ReleasesView } from '../../../server/protocol/views/releases-view.ts'
import type { Cli } from '../cli.ts'
import { columns, time } from '../output.ts'
import { readJson } from '../read-json.ts'

export function releaseCommands(program: Command, cli: Cli): void {
  const release = program.command('release').description('Named versions: one artifact per platform, signed')

  release
    .command('list')
    .description('Everything that was published, newest first')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/releases', ReleasesView)
      const rows = view.releases.map((one) => [
        one.id,
        `${one.name} ${one.version}`,
        one.artifacts.map(({ hardwareType, architecture }) => `${hardwareType}/${architecture}`).join(' '),
        time(one.createdAt),
        one.blocked ? 'blocked' : '',
      ])
      cli.output(command).result(view, columns(['ID', 'RELEASE', 'PLATFORMS', 'PUBLISHED', ''], rows))
    })

  release
    .command('publish')
    .argument('<file>', 'a release as JSON; its artifacts were uploaded before')
    .description('Publish a release: the server counts, dates and signs it')
    .action(async (file: string, _options: unknown, command: Command) => {
      const body = readJson(cli.file(file), PublishRelease)
      const answer = await cli.client(command).post('/releases', body, z.object({ id: ReleaseId }))
      cli.output(command).result(answer, `Published ${body.name} ${body.version} as ${answer.id}.`)
    })
}
