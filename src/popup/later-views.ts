export { AgreeAgain } from './agree-again.tsx'
export { EarlyList } from './early-list.tsx'
export { Evidence } from './evidence.tsx'
export { SweepBar } from './sweep-bar.tsx'
