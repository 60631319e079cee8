import { CircleCheck, OctagonX } from 'lucide-react'
import type { PreflightItem } from '../../server/protocol/rollout-state.ts'

/** The checks before a rollout; what is not met first, because that is what has to be done. */
export function PreflightList({ items }: { items: readonly PreflightItem[] }) {
  const ordered = [...items].sort((a, b) => Number(a.met) - Number(b.met))
  return (
    <ul className="divide-y">
      {ordered.map((item) => (
        <li key={item.rule} className="flex items-start gap-3 px-4 py-2">
          {item.met ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok-text" strokeWidth={1.75} />
          ) : (
            <OctagonX aria-hidden className="mt-0.5 size-4 shrink-0 text-fail-text" strokeWidth={1.75} />
          )}
          <div className="min-w-0 flex-1 md:grid md:grid-cols-[minmax(200px,2fr)_3fr] md:gap-4">
            <p className={item.met ? undefined : 'font-medium'}>
              <span className="sr-only">{item.met ? 'Met: ' : 'Not met: '}</span>
              {item.name}
            </p>
            <p className={item.met ? 'text-muted text-secondary leading-5' : 'text-fail-text text-secondary leading-5'}>
              {item.because}
              {!item.met && item.href && (
                <>
                  {' '}
                  <a href={item.href} className="rounded-mark font-medium text-run-text underline">
                    Look there
                  </a>
                </>
              )}
            </p>
          </div>
          <span className="shrink-0 font-mono text-micro text-muted leading-5 max-md:hidden">{item.rule}</span>
        </li>
      ))}
    </ul>
  )
}
