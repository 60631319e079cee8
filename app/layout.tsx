import type { Viewport } from 'next'
import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { Toaster } from 'sonner'
import { inter, jetbrains } from './fonts.ts'
import './globals.css'
import { pageContext } from './request.ts'

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f8fa' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0d11' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { nonce } = await pageContext()
  return (
    <html lang="en" className={`${inter.variable} ${jetbrains.variable}`} suppressHydrationWarning>
      <body>
        <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
          {children}
          <Toaster
            position="bottom-right"
            visibleToasts={3}
            theme="system"
            style={{ fontFamily: 'inherit' }}
            toastOptions={{ className: 'toast' }}
            closeButton
          />
        </ThemeProvider>
      </body>
    </html>
  )
}
