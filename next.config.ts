import type { NextConfig } from 'next'

export default {
  poweredByHeader: false,
  // What the server process loads itself, or what finds its own files by place, is left where it is.
  serverExternalPackages: ['@prisma/adapter-pg', '@prisma/client', 'better-auth', 'pg', 'pino', 'socket.io'],
  turbopack: { root: import.meta.dirname },
  // `npm run check` looks at every file's types, and once is enough.
  typescript: { ignoreBuildErrors: true },
} satisfies NextConfig
