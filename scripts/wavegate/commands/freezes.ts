import type { Command } from 'commander'
import { z } from 'zod'
import { FreezeCreated, FreezeSites } from '../../../server/protocol/commands/freeze-sites.ts'
import type { Instant } from '../../../server/protocol/ids.ts'
import { SitesView } from '../../../server/protocol/views/registry-view.ts'
import type { Cli } from '../cli.ts'
import { columns, time } from '../output.ts'
import { checked } from '../read-json.ts'

type Asked = { site: string[]; from?: string; until: string; reason: string; preview?: boolean }

const WHEN = '2026-12-20T18:00:00+01:00'

export function freezeCommands(program: Command, cli: Cli): void {
  const freezes = program
    .command('freezes')
    .description('Times in which nothing new is deployed; a rollback never waits')

  freezes
    .command('list')
    .description('Freezes that are on, and that will be, soonest first')
    .action(async (_options: unknown, command: Command) => {
      const { freezes: all, serverTime } = await cli.client(command).get('/sites', SitesView)
      const rows = all.map((one) => [
        one.id,
        one.from <= serverTime ? 'on' : 'planned',
        placesOf(one.sites),
        time(one.from),
        time(one.until),
        one.by,
        one.reason,
      ])
      const table = columns(['ID', 'IS', 'SITES', 'FROM', 'UNTIL', 'BY', 'REASON'], rows)
      cli.output(command).result({ freezes: all }, rows.length === 0 ? 'No freeze is on or planned.' : table)
    })

  freezes
    .command('add')
    .description('Deploy nothing new to some sites, or to all, for a while')
    .requiredOption('--until <time>', `when it is over, as ${WHEN}`)
    .requiredOption('--reason <text>', 'shown to everybody who waits')
    .option('--from <time>', 'when it begins; left out: now')
    .option('--site <id...>', 'only these sites; left out: every site, also those that come later', [])
    .option('--preview', 'only say what would be held')
    .action(async ({ site, from, until, reason, preview }: Asked, command: Command) => {
      const client = cli.client(command)
      const body = checked(FreezeSites, {
        sites: site,
        until: instantOf(until, 'until'),
        ...(from === undefined ? {} : { from: instantOf(from, 'from') }),
        reason,
      })
      const { sites } = await client.get('/sites', SitesView)
      const held = sites.filter(({ id }) => site.length === 0 || site.includes(id))
      const devices = held.reduce((sum, one) => sum + one.devices, 0)
      const span = `from ${body.from === undefined ? 'now' : time(body.from)} until ${time(body.until)}`
      const words = `${placesOf(site)}, ${devices} devices, ${span}: ${body.reason}`
      if (preview) return cli.output(command).result({ ...body, devices }, words)
      const created = await client.post('/freezes', body, FreezeCreated)
      cli.output(command).result({ ...created, ...body, devices }, `Frozen as ${created.id}: ${words}`)
    })

  freezes
    .command('end')
    .argument('<id>', 'as `freezes list` shows it')
    .description('End a freeze before its time; what waited for it goes on')
    .action(async (id: string, _options: unknown, command: Command) => {
      await cli.client(command).post(`/freezes/${encodeURIComponent(id)}/end`, {}, z.null())
      cli.output(command).result({ id }, 'The freeze is over; what waited for it goes on.')
    })
}

/** With its offset from UTC: the clock of whoever types is not the clock of whoever is held. */
function instantOf(text: string, option: string): Instant {
  return Date.parse(
    checked(z.iso.datetime({ offset: true, error: `write it as ${WHEN}` }), text, `${option}: `),
  ) as Instant
}

const placesOf = (sites: readonly string[]) => (sites.length === 0 ? 'every site' : sites.join(', '))
