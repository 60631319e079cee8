import { Empty } from '../ui/empty.tsx'

export function FirstDevice() {
  return (
    <section aria-label="First device" className="rounded-card border bg-card">
      <Empty command="npm run agent -- --server http://localhost:3000 --token TOKEN --dir ./device-1">
        No device has enrolled yet. Start an agent on a device, or see a whole fleet first with{' '}
        <code className="font-mono">npm run demo</code>.
      </Empty>
    </section>
  )
}
