/**
 * Stands in for webextension-polyfill when the pages are previewed as plain web pages. What the page should see
 * comes from `window.preview`, set before any page script runs.
 */
interface Preview {
  messages: Record<string, { message: string }>
  language: string
  local: Record<string, unknown>
  session: Record<string, unknown>
  tabUrl: string | null
  origins: string[]
  /** What the browser's own question is answered with. */
  grants: boolean
}

declare global {
  interface Window {
    preview: Preview
    /** Every message a page sent, for the checks. */
    sent: unknown[]
  }
}

const { preview } = window
window.sent = []
const listeners = () => ({ addListener() {} })
const area = (kept: Record<string, unknown>) => ({
  get: async (key: string) => (key in kept ? { [key]: kept[key] } : {}),
  set: async (items: Record<string, unknown>) => void Object.assign(kept, items),
})

export default {
  i18n: {
    getMessage(key: string, subs: string[] = []) {
      const text = preview.messages[key]?.message ?? ''
      return text.replaceAll(/\$(\d)/g, (_whole, n: string) => subs[Number(n) - 1] ?? '')
    },
    getUILanguage: () => preview.language,
  },
  storage: { local: area(preview.local), session: area(preview.session), onChanged: listeners() },
  tabs: { query: async () => (preview.tabUrl ? [{ url: preview.tabUrl }] : []), create: async () => ({}) },
  runtime: {
    getURL: (path: string) => `/${path}`,
    openOptionsPage: async () => {},
    sendMessage: async (message: unknown) => {
      window.sent.push(message)
      return { ok: true, value: {} }
    },
  },
  permissions: {
    contains: async ({ origins }: { origins: string[] }) =>
      origins.every((origin) => preview.origins.includes(origin)),
    getAll: async () => ({ origins: preview.origins }),
    request: async () => preview.grants,
    remove: async () => true,
    onAdded: listeners(),
    onRemoved: listeners(),
  },
}
