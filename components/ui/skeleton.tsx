import { cn } from './cn.ts'

/** Holds the place of something with its final size. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('skeleton h-4', className)} />
}
