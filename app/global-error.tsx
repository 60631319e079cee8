'use client'

import './globals.css'
import { Failure } from '../components/ui/failure.tsx'

export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <Failure digest={error.digest} retry={reset} />
      </body>
    </html>
  )
}
