/** Three waves, the last one behind a gate. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    >
      <path d="M3 9v6" />
      <path d="M8 6v12" />
      <path d="M13 3v18" />
      <path d="M18.5 3v6M18.5 15v6" />
    </svg>
  )
}
