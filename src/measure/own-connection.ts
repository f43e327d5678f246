import { sendNoCookies } from '../platform/no-cookies.ts'
import { BROWSER } from '../platform/which.ts'

/**
 * Whether a request can be given a connection that no other look has used. Chromium keeps connections with and without
 * credentials apart, so one with credentials, its cookies stripped, gets another than all our ordinary ones. Firefox
 * shares them: there a request waits behind whatever the connection still carries.
 */
export async function mayHaveOwn(): Promise<boolean> {
  if (BROWSER !== 'chromium') return false
  try {
    await sendNoCookies()
    return true
  } catch (error) {
    console.error('own connection', error)
    return false
  }
}
