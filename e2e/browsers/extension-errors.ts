import type { Page } from 'playwright'

interface DeveloperPrivate {
  updateProfileConfiguration(change: { inDeveloperMode: boolean }): Promise<void>
  updateExtensionConfiguration(change: { extensionId: string; errorCollection: boolean }): Promise<void>
  getExtensionInfo(id: string): Promise<{
    manifestErrors: { message: string }[]
    runtimeErrors: { message: string; severity: string }[]
  }>
}
type Privileged = { chrome: { developerPrivate: DeveloperPrivate } }

/** Lets Chromium collect what the extension throws or writes on its console as an error, from now on. */
export async function collectErrors(extensionsPage: Page, extensionId: string): Promise<void> {
  await extensionsPage.evaluate(async (id) => {
    const { developerPrivate } = (globalThis as unknown as Privileged).chrome
    await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })
    await developerPrivate.updateExtensionConfiguration({ extensionId: id, errorCollection: true })
  }, extensionId)
}

/** What was collected, as the "Errors" button of the extensions page shows it. */
export function collectedErrors(extensionsPage: Page, extensionId: string): Promise<string[]> {
  return extensionsPage.evaluate(async (id) => {
    const { developerPrivate } = (globalThis as unknown as Privileged).chrome
    const { manifestErrors, runtimeErrors } = await developerPrivate.getExtensionInfo(id)
    return [...manifestErrors, ...runtimeErrors].map(({ message }) => message)
  }, extensionId)
}
