import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { PAGE_CONTEXT_HEADER, PageContext } from '../server/protocol/page-context.ts'
import type { Person } from '../server/protocol/views/person.ts'

/** Who asks and when, as the server in front of the pages has found out. Read once a request. */
export const pageContext = cache(async (): Promise<PageContext> => {
  const carried = (await headers()).get(PAGE_CONTEXT_HEADER)
  if (!carried) throw new Error(`no ${PAGE_CONTEXT_HEADER}: pages are served by server/main.ts only`)
  return PageContext.parse(JSON.parse(Buffer.from(carried, 'base64url').toString('utf8')))
})

/** The same, where somebody has to be signed in. */
export async function signedIn(): Promise<PageContext & { person: Person }> {
  const context = await pageContext()
  if (context.setup) redirect('/setup')
  if (!context.person) redirect('/login')
  return { ...context, person: context.person }
}
