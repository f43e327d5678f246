import * as v from 'valibot'

const list = v.optional(v.array(v.string()), [])

/** Everything in a manifest that asks the user, or the store's reviewer, for something. */
export const AskingSchema = v.object({
  permissions: list,
  optional_permissions: list,
  host_permissions: list,
  optional_host_permissions: list,
  browser_specific_settings: v.optional(
    v.object({
      gecko: v.object({
        data_collection_permissions: v.optional(v.object({ required: list, optional: list }), {}),
      }),
    }),
  ),
})

/** All it asks for, sorted, each once. */
export function permissionsAsked(manifest: unknown): string[] {
  const asks = v.parse(AskingSchema, manifest)
  const data = asks.browser_specific_settings?.gecko.data_collection_permissions
  const all = [
    ...asks.permissions,
    ...asks.optional_permissions,
    ...asks.host_permissions,
    ...asks.optional_host_permissions,
    ...(data?.required ?? []),
    ...(data?.optional ?? []),
  ]
  return [...new Set(all)].sort()
}

/** What a document explains: its third-level headings that are one code word, sorted. */
export function permissionsExplained(markdown: string): string[] {
  return [...markdown.matchAll(/^### `([^`]+)`$/gm)].map(([, name]) => name ?? '').sort()
}
