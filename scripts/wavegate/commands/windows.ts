import type { Command } from 'commander'
import { z } from 'zod'
import type { MaintenanceWindows } from '../../../server/protocol/calendar.ts'
import { UpdateSite } from '../../../server/protocol/commands/create-site.ts'
import { SitesView } from '../../../server/protocol/views/registry-view.ts'
import { windowWords } from '../../../server/protocol/window-words.ts'
import type { Cli } from '../cli.ts'
import type { Client } from '../client.ts'
import { Refused, Usage } from '../failures.ts'
import { columns, time } from '../output.ts'
import { checked } from '../read-json.ts'
import { readWindows } from '../read-windows.ts'

type Site = SitesView['sites'][number]
type Change = { preview?: boolean }

export function windowCommands(program: Command, cli: Cli): void {
  const windows = program.command('windows').description('When sites may be deployed to, by their own clocks')

  windows
    .command('list')
    .description('Every site with its maintenance windows, and why it takes nothing new now')
    .action(async (_options: unknown, command: Command) => {
      const { sites } = await cli.client(command).get('/sites', SitesView)
      const rows = sites.map((site) => [site.id, site.timeZone, wordsOf(site.windows), holdWords(site)])
      const table = columns(['SITE', 'TIME ZONE', 'WINDOWS', 'NOW'], rows)
      const answer = sites.map(({ id, timeZone, windows: has, hold }) => ({ id, timeZone, windows: has, hold }))
      cli.output(command).result({ sites: answer }, rows.length === 0 ? 'There is no site.' : table)
    })

  windows
    .command('set')
    .argument('<site>', 'its id')
    .argument('<window...>', 'all it is to have, days and hours in turn, as Mon-Fri 22:00-04:00')
    .option('--preview', 'only say what would change')
    .description('Give a site these maintenance windows; nothing new is deployed to it outside them')
    .action(async (site: string, words: string[], { preview }: Change, command: Command) => {
      const wanted = readWindows(words)
      if (wanted.length === 0) throw new Usage('Name a window, or end them all: windows end SITE')
      await change(cli, command, site, wanted, preview)
    })

  windows
    .command('end')
    .argument('<site>', 'its id')
    .option('--preview', 'only say what would change')
    .description('Take its maintenance windows from a site: any time will do; what waited for one goes on')
    .action(async (site: string, { preview }: Change, command: Command) => change(cli, command, site, [], preview))
}

async function change(cli: Cli, command: Command, id: string, after: MaintenanceWindows, preview = false) {
  const client = cli.client(command)
  const before = (await siteOf(client, id)).windows
  const words = `${id}: ${wordsOf(before)} → ${wordsOf(after)}`
  if (!preview) {
    const json = checked(UpdateSite, { windows: after })
    await client.patch(`/sites/${encodeURIComponent(id)}`, json, z.null())
  }
  cli.output(command).result({ site: id, before, after }, words)
}

async function siteOf(client: Client, id: string): Promise<Site> {
  const site = (await client.get('/sites', SitesView)).sites.find((one) => one.id === id)
  if (site) return site
  throw new Refused(`There is no site ${id}: npm run wavegate -- windows list`, 'not-found')
}

const wordsOf = (windows: MaintenanceWindows) => windows.map(windowWords).join('; ') || 'any time'

const holdWords = ({ hold }: Site) => (hold ? `${hold.because} Until ${time(hold.until)}.` : 'open')
