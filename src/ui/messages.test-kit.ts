import { readFileSync } from 'node:fs'

/** The part of the extension API that messages need, speaking one of our real locales. */
export function speaking(locale: string, uiLanguage = locale) {
  const messages = JSON.parse(readFileSync(`public/_locales/${locale}/messages.json`, 'utf8')) as Record<
    string,
    { message: string }
  >
  return {
    i18n: {
      getMessage: (key: string, subs: string[] = []) =>
        (messages[key]?.message ?? '').replaceAll(
          /\$(\d)/g,
          (_whole, n: string) => subs[Number(n) - 1] ?? '',
        ),
      getUILanguage: () => uiLanguage,
    },
  }
}
