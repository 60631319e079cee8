import { describe, expect, it } from 'vitest'
import { ordinaryUser } from './run-as.ts'

const passwd = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`

describe('whom root lets run the database', () => {
  it.each([
    {
      name: 'the user made for it',
      passwd: `${passwd}postgres:x:101:104::/var/lib/postgresql:/bin/bash\n`,
      user: 'postgres',
    },
    { name: 'the user made for nothing', passwd, user: 'nobody' },
    { name: 'any that is not root', passwd: 'root:x:0:0::/:\nnode:x:1000:1000::/home/node:/bin/sh\n', user: 'node' },
    { name: 'nobody at all where there is only root', passwd: 'root:x:0:0::/:\n', user: undefined },
  ])('$name', ({ passwd, user }) => {
    expect(ordinaryUser(passwd)?.name).toBe(user)
  })
})
