import type { Command } from 'commander'
import { z } from 'zod'
import { MarkRelease, ReleaseBlocked } from '../../../server/protocol/commands/mark-release.ts'
import { PublishRelease } from '../../../server/protocol/commands/publish-release.ts'
import { PublishSignedRelease } from '../../../server/protocol/commands/publish-signed-release.ts'
import { ReleaseId } from '../../../server/protocol/ids.ts'
import { ReleasesView } from '../../../server/protocol/views/releases-view.ts'
import type { Cli } from '../cli.ts'
import { columns, time } from '../output.ts'
import { checked, readJson } from '../read-json.ts'
import { signCommand } from './sign-release.ts'

const MARKS = [
  { name: 'block', does: 'Nobody chooses it any more, and rollouts to it stand still', answers: ReleaseBlocked },
  { name: 'unblock', does: 'Let it be chosen again', answers: z.null() },
  { name: 'deprecate', does: 'Warn whoever chooses it', answers: z.null() },
  { name: 'reinstate', does: 'Take the warning back', answers: z.null() },
] as const

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
    .argument('<file>', 'a release as JSON, or what `release sign` wrote; its artifacts were uploaded before')
    .description('Publish a release; the server counts, dates and signs it unless it is signed already')
    .action(async (file: string, _options: unknown, command: Command) => {
      const place = cli.file(file)
      const signed = 'signature' in readJson(place, z.looseObject({}))
      const body = readJson(place, signed ? PublishSignedRelease : PublishRelease)
      const path = signed ? '/releases/signed' : '/releases'
      const answer = await cli.client(command).post(path, body, z.object({ id: ReleaseId }))
      cli.output(command).result(answer, `Published as ${answer.id}.`)
    })

  signCommand(release, cli)
  for (const { name, does, answers } of MARKS)
    release
      .command(name)
      .argument('<release>', 'its id')
      .requiredOption('--reason <text>', 'whoever meets the release reads it')
      .description(does)
      .action(async (id: string, { reason }: { reason: string }, command: Command) => {
        const body = checked(MarkRelease, { reason })
        const answer = await cli.client(command).post(`/releases/${encodeURIComponent(id)}/${name}`, body, answers)
        const paused = answer ? `; ${answer.paused.length} rollouts stand still` : ''
        cli.output(command).result({ id, mark: name, ...answer }, `Done: ${name} ${id}${paused}.`)
      })
}
