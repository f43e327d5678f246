import { render } from 'preact'
import { applyLanguage } from '../ui/i18n.ts'
import { App } from './app.tsx'
import { openStore } from './store.ts'

const root = document.getElementById('app')
if (root) {
  applyLanguage(document.documentElement)
  const store = openStore()
  render(<App store={store} />, root)
}
