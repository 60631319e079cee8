import { notFound } from 'next/navigation'

/** An address nobody owns gets the same frame as one whose thing is gone. */
export default function Nowhere() {
  notFound()
}
