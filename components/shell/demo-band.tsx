/** Nobody may ever mistake a demo for their fleet. */
export function DemoBand() {
  return (
    <aside
      aria-label="Demo"
      className="no-print flex h-7 items-center justify-center gap-2 border-b bg-sunken px-4 text-center text-muted text-secondary"
    >
      <strong className="font-semibold text-text">Simulated fleet</strong>
      <span className="max-md:hidden">Real agents, made-up devices, soaks in seconds.</span>
    </aside>
  )
}
