import { formatNumber } from '../ui/i18n.ts'

/** A step's title: a counter of CSS knows nothing of the digits the reader uses. */
export const step = (number: number, title: string): string => `${formatNumber(number)}. ${title}`
