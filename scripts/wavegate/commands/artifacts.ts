import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { ArtifactsRemoved, RemoveArtifacts } from '../../../server/protocol/commands/remove-artifacts.ts'
import { ArtifactStored } from '../../../server/protocol/views/releases-view.ts'
import { StorageView } from '../../../server/protocol/views/storage-view.ts'
import type { Cli } from '../cli.ts'
import { Refused, Usage } from '../failures.ts'
import { columns, time } from '../output.ts'
import { PrivateFile } from '../private-file.ts'
import { checked } from '../read-json.ts'
import { configFolder } from '../session-file.ts'
import { uploadFile } from '../upload-file.ts'

export function artifactCommands(program: Command, cli: Cli): void {
  const artifact = program.command('artifact').description('Immutable bytes named by their sha256')
  storageCommands(artifact, cli)

  artifact
    .command('upload')
    .argument('<file>')
    .description('Upload a file; cut off, the same command goes on where it was')
    .action(async (file: string, _options: unknown, command: Command) => {
      const [client, output, path] = [cli.client(command), cli.output(command), cli.file(file)]
      const size = sizeOf(path)
      const sha256 = await hashOf(path)
      const place = `/artifacts/${sha256}`
      const known = await client.get(place, ArtifactStored).catch(notFoundIsNull)
      if (known) return output.result(known, `Here already: ${sha256}`)

      const unfinished = new PrivateFile(join(configFolder(cli.world.env), 'uploads.json'), Unfinished, {})
      const key = `${client.server} ${sha256}`
      let said = -1
      await uploadFile({
        server: client.server,
        headers: client.credentials,
        path,
        sha256,
        size,
        from: unfinished.read()[key] ?? null,
        begun: (location) => unfinished.write({ ...unfinished.read(), [key]: location }),
        progressed(sent) {
          const tenth = Math.floor((sent / size) * 10)
          if (tenth > said) output.note(`${tenth * 10} % of ${size} bytes`)
          said = Math.max(said, tenth)
        },
      })
      const { [key]: _done, ...others } = unfinished.read()
      unfinished.write(others)
      output.result(await client.get(place, ArtifactStored), `Uploaded ${size} bytes: ${sha256}`)
    })
}

/** What the store holds; the first column goes into `artifact remove`. */
function storageCommands(artifact: Command, cli: Cli): void {
  artifact
    .command('list')
    .description('What the store holds, what of it nothing needs, and why the rest stays')
    .action(async (_options: unknown, command: Command) => {
      const view = await cli.client(command).get('/artifacts', StorageView)
      const rows = view.stored.map(({ sha256, size, releases, fate }) => [
        sha256,
        String(size),
        releases.map(({ name, version }) => `${name} ${version}`).join(', '),
        fate.kind === 'kept' ? 'kept' : fate.kind === 'removing' ? 'being removed' : `goes ${goes(fate.goesAt)}`,
        fate.kind === 'kept' ? fate.because.join('; ') : fate.because,
      ])
      cli.output(command).result(view, columns(['SHA256', 'BYTES', 'RELEASES', '', 'BECAUSE'], rows))
    })

  artifact
    .command('remove')
    .argument('<sha256...>')
    .description('Remove artifacts at once that nothing needs; what something needs stays, with the reason')
    .action(async (given: string[], _options: unknown, command: Command) => {
      const body = checked(RemoveArtifacts, { sha256s: given })
      const answer = await cli.client(command).post('/artifacts/remove', body, ArtifactsRemoved)
      const kept = answer.kept.map(({ sha256, because }) => `\n${sha256.slice(0, 12)} stays: ${because}.`).join('')
      cli.output(command).result(answer, `Removed ${answer.removed}, ${answer.freedBytes} bytes.${kept}`)
    })
}

const goes = (at: number | null): string => (at === null ? 'soon' : time(at))

/** Where the bytes of an upload go on, by server and hash. */
const Unfinished = z.record(z.string(), z.string())

function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new Usage(`There is no file ${path}.`)
  if (found.size === 0) throw new Usage(`${path} is empty.`)
  return found.size
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

function notFoundIsNull(failure: unknown): null {
  if (failure instanceof Refused && failure.code === 'not-found') return null
  throw failure
}
