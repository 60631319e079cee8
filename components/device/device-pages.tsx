import { page } from '../paths.ts'
import { Tabs } from '../ui/tabs.tsx'

const PAGES = [
  { href: page.devices(), label: 'All devices' },
  { href: page.sites(), label: 'Sites' },
  { href: page.lobby(), label: 'Lobby' },
  { href: page.enrolmentTokens(), label: 'Tokens' },
  { href: page.scan(), label: 'Scan' },
  { href: page.import(), label: 'Import' },
]

/** The screens about which devices there are: one row of tabs on each of them. */
export function DevicePages({ here, className }: { here: string; className?: string }) {
  return <Tabs label="Devices" here={here} tabs={PAGES} className={className} />
}
