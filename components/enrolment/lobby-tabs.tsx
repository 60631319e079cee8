import { page } from '../paths.ts'
import { Tabs } from '../ui/tabs.tsx'

export function LobbyTabs({ here }: { here: string }) {
  const tabs = [
    { href: page.lobby(), label: 'Waiting' },
    { href: page.enrolmentTokens(), label: 'Enrolment tokens' },
  ]
  return <Tabs label="Enrolment" here={here} tabs={tabs} />
}
