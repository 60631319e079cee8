import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { z } from 'zod'
import { ImportApplied } from '../../../server/protocol/commands/apply-import.ts'
import { ImportView } from '../../../server/protocol/views/import-view.ts'
import type { Cli } from '../cli.ts'
import { Unmet, Usage } from '../failures.ts'
import { facts } from '../output.ts'

export function registryCommands(program: Command, cli: Cli): void {
  const registry = program.command('registry').description('The registry as a file')

  registry
    .command('export')
    .argument('[selector]', 'which devices; left out: all')
    .addOption(new Option('--format <format>').choices(['csv', 'json']).default('csv'))
    .description('Write the registry to stdout')
    .action(async (selector: string | undefined, { format }: { format: string }, command: Command) => {
      const response = await cli.client(command).send('GET', '/api/v1/registry/export', {
        query: { where: selector, format: cli.output(command).json ? 'json' : format },
      })
      cli.world.streams.out(await response.text())
    })

  registry
    .command('import')
    .argument('<file>', 'CSV or JSON, as exported')
    .description('Judge every row of a file; nothing is changed until --apply')
    .option('--apply', 'import it')
    .option('--leave-bad', 'with --apply: import the good rows, leave the bad ones out')
    .action(async (file: string, { apply, leaveBad }: { apply?: boolean; leaveBad?: boolean }, command: Command) => {
      const [client, output] = [cli.client(command), cli.output(command)]
      const path = cli.file(file)
      const body = { type: path.endsWith('.json') ? 'application/json' : 'text/csv', text: contentsOf(path) }
      const answer = await client.send('POST', '/api/v1/registry/imports', { body, query: { name: basename(path) } })
      const { id } = z.object({ id: z.string() }).parse(await answer.json())
      const place = `/registry/imports/${encodeURIComponent(id)}`
      const view = await client.get(place, ImportView)
      if (!apply) output.result(view, importWords(view))
      else {
        const applied = await client.post(`${place}/apply`, { leaveBad: leaveBad ?? false }, ImportApplied)
        const left = applied.refused > 0 ? `, ${applied.refused} refused: the device moved meanwhile` : ''
        output.result({ id, ...applied }, `${importWords(view)}\nImported ${applied.applied} rows${left}.`)
      }
      if (view.counts.bad > 0 && !leaveBad) throw new Unmet()
    })
}

function contentsOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new Usage(`There is no file ${path}.`)
  }
}

function importWords({ counts, problems }: ImportView): string {
  return [
    ...problems.flatMap(({ number, deviceId, errors }) =>
      errors.map(
        (one) =>
          `row ${number}${deviceId ? ` (${deviceId})` : ''}: ${one.column ? `${one.column}: ` : ''}${one.message}`,
      ),
    ),
    facts([
      ['new', counts.added],
      ['changed', counts.changed],
      ['as it is', counts.unchanged],
      ['bad', counts.bad],
    ]),
  ].join('\n')
}
