import { keyPart, tMaybe } from '../ui/i18n.ts'
import { failureText } from '../ui/trouble-text.ts'

/** Why an export or a restoring failed, and what to do. */
export function exportTrouble(code: string): string {
  return tMaybe(`export_trouble_${keyPart(code)}`) ?? failureText(code)
}

/** What a failure is called; the browser's own names for a full disk and a file that went away among them. */
export function troubleCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  // DOMException.code is a number: its name says more.
  return error instanceof Error || error instanceof DOMException ? error.name : 'unknown'
}
