import { keyPart, t, tMaybe } from './i18n.ts'

/** What is wrong with the record, and what to do, in words. */
export function historyTrouble(code: string): string {
  return tMaybe(`history_${keyPart(code)}`) ?? t('history_unforeseen', code)
}

/** Why something the user asked for failed. A store's trouble has the better words. */
export function failureText(code: string): string {
  return tMaybe(`history_${keyPart(code)}`) ?? t('failed', code)
}

/** Why the last sweep could not be kept, and what to do. */
export function problemText(code: string): string {
  return tMaybe(`history_${keyPart(code)}`) ?? t('problem_failed')
}
