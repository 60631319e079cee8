import { Skeleton } from '../../components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <div role="status" aria-label="Loading">
      <div className="h-12 border-b bg-card" />
      <div className="mx-auto flex max-w-[1440px] flex-col gap-4 px-4 pt-5 md:px-6">
        <Skeleton className="h-7 w-64" />
        <Skeleton className="h-16" />
        <Skeleton className="h-64" />
        <div className="grid gap-4 lg:grid-cols-2">
          <Skeleton className="h-72" />
          <Skeleton className="h-72" />
        </div>
      </div>
    </div>
  )
}
